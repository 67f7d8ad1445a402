package circuithttp

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	cb "github.com/cbgen/cbgen/runtime"
)

func guard(r *cb.Registry) *cb.Guard {
	return cb.NewClient("C", 1, cb.WithRegistry(r)).Guard("M", cb.Policy{})
}

func succeed(g *cb.Guard) {
	if c, err := g.Begin(context.Background()); err == nil {
		c.Return(nil)
	}
}

// Neither its timer nor its listener keeps it.
func TestHistoryThatNobodyHoldsIsGarbage(t *testing.T) {
	registry := new(cb.Registry)
	h := weak.Make(Handler(registry).(*handler).history)
	g := guard(registry)
	for deadline := time.Now().Add(10 * time.Second); h.Value() != nil; time.Sleep(time.Millisecond) {
		runtime.GC()
		if time.Now().After(deadline) {
			t.Fatal("it is still there")
		}
	}
	g.ForceOpen() // the listener, which has not been stopped yet, has nobody to tell
}

func TestHistoryHoldsTenMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		g := guard(registry)
		h := keepHistory(registry)
		time.Sleep(step / 2)
		for range 3 * steps {
			succeed(g)
			time.Sleep(step)
		}
		got := h.timeline(g.Snapshot().ID)
		if len(got.Calls) != steps || got.Calls[0] != 1 || got.Calls[steps-1] != 1 {
			t.Error(got.Calls)
		}
		if got.End != time.Now().Add(-step/2).UnixMilli() || got.Total != [3]uint32{3 * steps, 0, 0} {
			t.Error(got.End, got.Total)
		}
	})
}

func TestCircuitThatIsIdleForTenMinutesTakesNoMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		g := guard(registry)
		id := g.Snapshot().ID
		h := keepHistory(registry)
		time.Sleep(step + step/2)
		if h.records[id].flows != nil {
			t.Error("it has not been called")
		}
		succeed(g)
		time.Sleep(step)
		if h.records[id].flows == nil {
			t.Error("it has been called")
		}
		time.Sleep(steps * step)
		if h.records[id].flows != nil {
			t.Error("it has not been called any more")
		}
		succeed(g)
		time.Sleep(step)
		if got := h.timeline(id); fmt.Sprint(got.Calls[steps-1], got.Total) != "1 [2 0 0]" {
			t.Error(got)
		}
	})
}

func TestTransitionsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		g := guard(registry)
		h := keepHistory(registry)
		for range 2 * maxTransitions {
			g.ForceOpen()
			g.Reset()
		}
		synctest.Wait()
		kept := h.transitionsOf(g.Snapshot().ID)
		if len(kept) != maxTransitions || kept[len(kept)-1].generation != g.Snapshot().Generation {
			t.Error(len(kept), kept)
		}
	})
}

func TestRecordOfAGuardThatIsGoneIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := keepHistory(registry)
		time.Sleep(step / 2)
		h.note(cb.Event{ID: 1 << 60, To: cb.Open}) // of a guard that no longer is, or not yet
		time.Sleep(step)
		if len(h.records) != 1 {
			t.Error("it may have been made only now")
		}
		time.Sleep(step)
		if len(h.records) != 0 {
			t.Error(h.records)
		}
		runtime.KeepAlive(h)
	})
}

func TestTotalsThatBeginAnewAreNoGiantStep(t *testing.T) {
	if got := (flow{calls: 4}).since(flow{calls: 1<<32 - 1}); got != (flow{calls: 5}) {
		t.Error(got)
	}
}
