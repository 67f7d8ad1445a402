package linearizable

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/internal/model"
)

// A step is the input of an operation: one thing that happens at one moment to a guard's
// breaker, or to its bulkhead.
//
// docs/semantics.md says that a call asks first the one and then the other. So Begin is
// not one step, but up to three within the same time: ask, take, and withdraw if no
// slot was free. Return is settle and free.
type step struct {
	kind    kind
	guard   int // of a group
	id      int // of the call
	outcome model.Outcome
	now     time.Time // of sleep: when it was over
	to      cb.State  // of override
	policy  cb.Breaker
}

type kind string

const (
	ask      kind = "ask"
	take     kind = "take"
	withdraw kind = "withdraw"
	settle   kind = "settle"
	free     kind = "free"
	state    kind = "state"
	look     kind = "look"
	override kind = "override"
	apply    kind = "apply"
	sleep    kind = "sleep" // while nobody does anything
	total    kind = "total" // the same
)

func (s step) String() string {
	switch s.kind {
	case ask, withdraw:
		return fmt.Sprintf("%s(call %d)", s.kind, s.id)
	case take, free:
		return fmt.Sprintf("%s(call %d, guard %d)", s.kind, s.id, s.guard)
	case settle:
		return fmt.Sprintf("settle(call %d, %v)", s.id, [...]string{"success", "failure", "cancelled"}[s.outcome])
	case override:
		return fmt.Sprintf("override(%v)", s.to)
	case apply:
		return fmt.Sprintf("apply(%+v)", s.policy)
	}
	return string(s.kind)
}

// The outputs of operations.
type (
	answer struct { // of ask
		admitted   bool
		retryAfter time.Duration
	}
	slot bool // of take
	none struct{}
)

// A world is the state of a group of guards, as the model has it. It is not changed.
type world struct {
	now       time.Time
	breaker   *model.Breaker
	bulkheads []*model.Bulkhead
	totals    []cb.Totals
	asked     map[int]progress
}

// progress is how far a Begin has come that takes several steps.
type progress int

const (
	mayTake progress = iota + 1
	mustWithdraw
)

// spec is what histories of guards with these policies are checked against.
func spec(policies []cb.Policy, made time.Time) porcupine.Model {
	return porcupine.Model{
		Init: func() any {
			w := &world{now: made, breaker: model.NewBreaker(policies[0].Breaker, made), totals: make([]cb.Totals, len(policies))}
			for _, p := range policies {
				w.bulkheads = append(w.bulkheads, model.NewBulkhead(p.Bulkhead))
			}
			return w
		},
		Step: func(before, input, output any) (bool, any) {
			w := before.(*world).clone()
			return w.take(input.(step), output), w
		},
		Equal: func(a, b any) bool { return a.(*world).equal(b.(*world)) },
	}
}

// take does a step, and reports whether its output can have been this one.
func (w *world) take(s step, output any) bool {
	switch s.kind {
	case ask:
		admitted := w.breaker.Admit(s.id, w.now)
		a := answer{admitted: admitted}
		if admitted {
			w.asked[s.id] = mayTake
			if w.breaker.Ignores(s.id) { // only where there is no bulkhead, which could still reject it
				w.totals[s.guard].WouldReject++
			}
		} else {
			a.retryAfter = w.breaker.RetryAfter(w.now)
			w.totals[s.guard].RejectedOpen++
		}
		return a == output
	case take:
		if w.asked[s.id] != mayTake {
			return false
		}
		taken := w.bulkheads[s.guard].Take(s.id)
		if !taken {
			w.asked[s.id] = mustWithdraw
		}
		return slot(taken) == output
	case withdraw:
		if w.asked[s.id] != mustWithdraw {
			return false
		}
		w.breaker.Withdraw(s.id)
		w.totals[s.guard].RejectedFull++
	case settle:
		probe := w.breaker.IsProbe(s.id)
		slow, late := w.breaker.Settle(s.id, s.outcome, w.now)
		model.Count(&w.totals[s.guard], s.outcome, slow, late, probe)
		delete(w.asked, s.id)
	case free:
		w.bulkheads[s.guard].Free(s.id)
	case state:
		return w.breaker.Look(w.now).State == output
	case look:
		return w.breaker.Look(w.now).Equal(output.(model.View))
	case override:
		w.breaker.Override(s.to, w.now)
	case apply:
		w.breaker.Apply(s.policy, w.now)
	case sleep:
		w.now = s.now
	case total:
		return w.totals[s.guard] == output
	}
	return true
}

func (w *world) clone() *world {
	c := &world{
		now:     w.now,
		breaker: w.breaker.Clone(),
		totals:  slices.Clone(w.totals),
		asked:   maps.Clone(w.asked),
	}
	if c.asked == nil {
		c.asked = make(map[int]progress)
	}
	for _, b := range w.bulkheads {
		c.bulkheads = append(c.bulkheads, b.Clone())
	}
	return c
}

func (w *world) equal(o *world) bool {
	return w.now.Equal(o.now) && w.breaker.Equal(o.breaker) && slices.EqualFunc(w.bulkheads, o.bulkheads, (*model.Bulkhead).Equal) &&
		slices.Equal(w.totals, o.totals) && maps.Equal(w.asked, o.asked)
}
