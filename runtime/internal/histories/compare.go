package histories

import (
	"fmt"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/internal/model"
)

// compare looks at both.
func (p *pair) compare() error {
	now := time.Now()
	for i, g := range p.guards {
		want := g.model.Look(now)
		if got := g.real.State(); got != want.Breaker.State {
			return fmt.Errorf("guard %d is %v, want %v", i, got, want.Breaker.State)
		}
		if got := view(g.real.Snapshot()); !got.Equal(want) {
			return fmt.Errorf("guard %d:\n got %+v\nwant %+v", i, got, want)
		}
	}
	return nil
}

// view is the part of a snapshot that the model has as well.
func view(s cb.Snapshot) model.GuardView {
	v := model.GuardView{Breaker: model.See(s), Waiting: s.Waiting, Totals: s.Totals}
	if s.Policy.Bulkhead != (cb.Bulkhead{}) {
		v.InFlight = s.InFlight
	}
	return v
}
