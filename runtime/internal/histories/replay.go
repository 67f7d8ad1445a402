package histories

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing/synctest"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/internal/model"
)

var errDown = errors.New("the dependency is down")

// Replay takes the steps, in the runtime and in the model, and compares the two after each.
// It must run in a bubble of testing/synctest. The trace has a line for each step until
// the first difference, and the error says what that is.
func Replay(s Setup, steps []Step) (trace []fmt.Stringer, err error) {
	return newPair(s).replay(steps)
}

func (p *pair) replay(steps []Step) (trace []fmt.Stringer, err error) {
	defer p.hangUp()
	for i, step := range steps {
		what, err := p.take(step)
		trace = append(trace, what)
		if err == nil && (i%p.setup.LookEvery == 0 || i == len(steps)-1) {
			err = p.compare()
		}
		if err != nil {
			return trace, fmt.Errorf("step %d, %v: %w", i, what, err)
		}
	}
	return trace, nil
}

// A pair is the runtime and the model, side by side.
type pair struct {
	setup   Setup
	made    time.Time
	breaker *model.Breaker
	guards  []guards
	begun   int
	flights []*flight // admitted and not ended, oldest first
	waiters []*flight // oldest first
}

type guards struct {
	real  *cb.Guard
	model *model.Guard
}

func newPair(s Setup) *pair {
	now := time.Now()
	client := cb.NewClient("Client", struct{}{}, cb.WithRegistry(new(cb.Registry)))
	p := &pair{setup: s, made: now, breaker: model.NewBreaker(s.Policies[0].Breaker, now)}
	for i, policy := range s.Policies {
		p.guards = append(p.guards, guards{
			client.Guard(fmt.Sprintf("Method%d", i), policy),
			model.NewGuard(p.breaker, policy.Bulkhead),
		})
	}
	return p
}

// Overrides are the ways to take the decision from the rules, and back.
var Overrides = []struct {
	State cb.State
	Set   func(*cb.Guard)
}{
	{cb.Closed, (*cb.Guard).Reset},
	{cb.Closed, (*cb.Guard).Reset},
	{cb.ForcedOpen, (*cb.Guard).ForceOpen},
	{cb.Disabled, (*cb.Guard).Disable},
	{cb.Observe, (*cb.Guard).Observe},
	{cb.Observe, (*cb.Guard).Observe},
}

// take takes one step. The event says which, once it is known what it happens to.
func (p *pair) take(s Step) (event, error) {
	if s.onCall() && len(p.flights) == 0 {
		s = Step{Op: Begin, On: s.On}
	}
	now := time.Now()
	what := event{Step: s}
	var answers []model.Answer
	var err error
	switch s.Op {
	case Begin:
		f := &flight{id: p.begun, guard: nth(p.guards, s.On), begun: make(chan struct{})}
		p.begun++
		what.call = f.id
		answers, err = p.begin(f, now)
	case Return, ReturnError, ReturnCancelled:
		f := nth(p.flights, s.On)
		what.call = f.id
		answers = f.returns(s, now)
		if s.Ends {
			p.end(f, now)
		}
	case End:
		f := nth(p.flights, s.On)
		what.call = f.id
		answers = p.end(f, now)
	case HangUp:
		if len(p.waiters) > 0 {
			f := nth(p.waiters, s.On)
			what.call = f.id
			f.hangUp()
			answers = []model.Answer{f.guard.model.HangUp(f.id)}
		}
	case Override:
		o := Overrides[s.To%len(Overrides)]
		o.Set(nth(p.guards, s.On).real)
		p.breaker.Override(o.State, now)
	case Apply:
		if len(p.waiters) > 1 {
			break // they might all be admitted at once, in an order that nobody knows
		}
		g, policy := nth(p.guards, s.On), nth(p.setup.Others, s.To)
		err = g.real.Apply(policy)
		answers = g.model.Apply(policy, now)
	case Sleep:
		what.slept = p.setup.ticks(s.Ticks)
		answers = p.sleep(what.slept)
	case SleepUntilProbe:
		what.slept = p.untilProbe(now)
		answers = p.sleep(what.slept)
	}
	if err != nil {
		return what, err
	}
	return what, p.settle(answers)
}

func (p *pair) end(f *flight, now time.Time) []model.Answer {
	f.call.End()
	f.hangUp()
	p.flights = slices.DeleteFunc(p.flights, func(g *flight) bool { return g == f })
	return f.guard.model.End(f.id, now)
}

func (p *pair) sleep(d time.Duration) []model.Answer {
	time.Sleep(d)
	var answers []model.Answer
	for _, g := range p.guards {
		answers = append(answers, g.model.Expire(time.Now())...)
	}
	return answers
}

// untilProbe is as many ticks as an open breaker still rejects, or one where that is
// nothing or very long.
func (p *pair) untilProbe(now time.Time) time.Duration {
	wait := p.breaker.Look(now).NextProbe.Sub(now)
	if ticks := (wait + p.setup.Tick - 1) / p.setup.Tick; 0 < ticks && ticks < 1_000_000 {
		return ticks * p.setup.Tick
	}
	return p.setup.Tick
}

// begin asks both for admission. Only if it has to wait does the call get a goroutine.
func (p *pair) begin(f *flight, now time.Time) ([]model.Answer, error) {
	f.ctx, f.hangUp = context.WithCancel(context.Background())
	answer := f.guard.model.Begin(f.id, now)
	if answer.Verdict == model.Waiting {
		f.waits = true
		p.waiters = append(p.waiters, f)
		go f.begin()
		return nil, nil
	}
	f.begin()
	if waited := time.Since(now); waited != 0 {
		return nil, fmt.Errorf("began after %v, want %v at once", waited, answer.Verdict)
	}
	p.waiters = append(p.waiters, f)
	return []model.Answer{answer}, nil
}

// settle compares the answers to calls that waited.
func (p *pair) settle(answers []model.Answer) error {
	if slices.ContainsFunc(p.waiters, func(f *flight) bool { return f.waits }) {
		synctest.Wait()
	}
	waiters := p.waiters
	p.waiters = nil
	for _, f := range waiters {
		want := model.Answer{ID: f.id, Verdict: model.Waiting}
		if i := slices.IndexFunc(answers, func(a model.Answer) bool { return a.ID == f.id }); i >= 0 {
			want = answers[i]
		}
		if got := f.answer(); got != want {
			p.waiters = waiters // whose contexts are still to be cancelled
			return fmt.Errorf("call %d: %v, want %v", f.id, got, want)
		}
		switch want.Verdict {
		case model.Waiting:
			p.waiters = append(p.waiters, f)
		case model.Admitted:
			p.flights = append(p.flights, f)
		default:
			f.hangUp()
		}
	}
	return nil
}

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

// hangUp lets go of everything, so that the bubble can end after a mismatch too.
func (p *pair) hangUp() {
	for _, f := range slices.Concat(p.flights, p.waiters) {
		f.hangUp()
	}
}

func nth[T any](all []T, n int) T { return all[n%len(all)] }
