package histories

import (
	"fmt"
	"slices"
	"time"

	"github.com/cbgen/cbgen/runtime/internal/model"
)

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
	case Return, ReturnError, ReturnCancelled, ReturnIgnored, ReturnAccepted, ReturnRefused:
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

func nth[T any](all []T, n int) T { return all[n%len(all)] }
