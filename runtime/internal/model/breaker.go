package model

import (
	"math"
	"slices"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A Breaker is the breaker of one guard, or of a group. With the zero policy no rule ever opens it.
type Breaker struct {
	policy cb.Breaker // with its defaults
	made   time.Time

	manual     cb.State // forced open, disabled or observed; closed where the rules decide
	state      cb.State // what the rules say
	generation uint64
	since      time.Time
	opens      int       // in a row
	nextProbe  time.Time // while open

	calls []call // in flight, whichever generation they are of

	// Since the breaker was made or has last closed.
	inARow   int      // failures
	results  []result // hits are failures
	slowness []result // hits are slow calls

	// While half-open.
	passed int       // probes that succeeded
	giveUp time.Time // when the probes have taken too long; zero while the limit does not run
	hungUp bool      // the caller of a probe, since the limit began to run
}

// A call is in flight.
type call struct {
	id         int
	generation uint64 // that admitted it
	ignored    bool   // the rules would have rejected it
	probe      bool
	start      time.Time
	slow       time.Duration // after which it is; zero if it is not timed
	watched    bool          // it is noticed when it becomes slow in flight
	noticed    bool
}

// An Outcome is what a call says about its dependency.
type Outcome int

const (
	Success Outcome = iota
	Failure
	Cancelled
)

// NewBreaker is a closed breaker with this policy.
func NewBreaker(policy cb.Breaker, now time.Time) *Breaker {
	return &Breaker{policy: cb.Policy{Breaker: policy}.WithDefaults().Breaker, made: now, since: now}
}

// Admit asks for the admission of a call.
func (b *Breaker) Admit(id int, now time.Time) bool {
	c := call{id: id, generation: b.generation, start: now}
	switch b.manual {
	case cb.ForcedOpen:
		return false
	case cb.Disabled:
		b.calls = append(b.calls, c)
		return true
	}
	admitted := b.decide(now)
	if !admitted && b.manual != cb.Observe {
		return false
	}
	c.generation = b.generation
	c.ignored = !admitted
	c.probe = b.manual == cb.Closed && b.state == cb.HalfOpen
	if admitted {
		c.slow = b.policy.Slow
		c.watched = true
	}
	b.calls = append(b.calls, c)
	return true
}

// decide is what the rules say of a call that arrives now.
func (b *Breaker) decide(now time.Time) bool {
	b.notice(now)

	if b.state == cb.Open && !now.Before(b.nextProbe) {
		b.enter(cb.HalfOpen, now)
		b.passed = 0
	}
	if b.state == cb.HalfOpen && !b.giveUp.IsZero() && !now.Before(b.giveUp) {
		b.open(now)
	}

	switch b.state {
	case cb.Open:
		return false
	case cb.HalfOpen:
		if b.probing()+b.passed >= b.policy.Probes {
			return false
		}
		if b.giveUp.IsZero() {
			b.giveUp = now.Add(b.policy.HalfOpen)
		}
	}
	return true
}

// Ignores reports whether the call in flight is one that the rules would have rejected.
func (b *Breaker) Ignores(id int) bool {
	return slices.ContainsFunc(b.calls, func(c call) bool { return c.id == id && c.ignored })
}

// IsProbe reports whether the call in flight was admitted while half-open.
func (b *Breaker) IsProbe(id int) bool {
	return slices.ContainsFunc(b.calls, func(c call) bool { return c.id == id && c.probe })
}

// Withdraw takes an admission back: the call was not made.
func (b *Breaker) Withdraw(id int) {
	c := b.remove(id)
	if !c.ignored && b.probing() == 0 && !b.hungUp {
		b.giveUp = time.Time{}
	}
}

// Settle is the outcome of a call. It reports whether the call was slow, and whether it
// came late: from another generation.
func (b *Breaker) Settle(id int, outcome Outcome, now time.Time) (slow, late bool) {
	c := b.remove(id)
	slow = outcome != Cancelled && c.isSlow(now)
	if c.ignored {
		return slow, false
	}
	if c.generation != b.generation {
		return slow, true
	}

	switch {
	case b.manual == cb.Disabled:
	case outcome == Cancelled:
		b.hungUp = true
	case b.state == cb.HalfOpen && (outcome == Failure || slow):
		b.open(now)
	case b.state == cb.HalfOpen:
		b.passed++
		if b.probing() == 0 {
			b.giveUp, b.hungUp = time.Time{}, false
		}
		b.conclude(now)
	default:
		b.inARow++
		if outcome == Success {
			b.inARow = 0
		}
		b.results = append(b.results, result{now, outcome == Failure})
		if !c.noticed {
			b.slowness = append(b.slowness, result{now, slow})
		}
		b.judge(now)
	}
	b.notice(now)
	return slow, false
}

// conclude closes a half-open breaker that has had enough successes.
func (b *Breaker) conclude(now time.Time) {
	if b.state == cb.HalfOpen && b.passed >= b.policy.Probes {
		b.close(now)
	}
}

// notice counts the calls of this generation that have become slow in flight.
func (b *Breaker) notice(now time.Time) {
	found := false
	for i := range b.calls {
		c := &b.calls[i]
		if c.generation == b.generation && c.watched && !c.noticed && c.isSlow(now) {
			c.noticed = true
			found = true
			if b.state == cb.Closed {
				b.slowness = append(b.slowness, result{now, true})
			}
		}
	}
	switch {
	case found && b.state == cb.HalfOpen:
		b.open(now)
	case found:
		b.judge(now)
	}
}

func (c call) isSlow(now time.Time) bool {
	return c.slow != 0 && now.Sub(c.start) > c.slow
}

// judge opens the breaker if it is closed and one of its rules is fulfilled.
func (b *Breaker) judge(now time.Time) {
	p := b.policy
	inARow := p.Failures != 0 && b.inARow >= p.Failures
	failing := p.Rate != 0 && b.reached(p.Rate, b.results, now)
	slow := p.Slow != 0 && b.reached(p.SlowRate, b.slowness, now)
	if b.state == cb.Closed && (inARow || failing || slow) {
		b.open(now)
	}
}

// reached applies a rate to the part of the results that is in the window.
func (b *Breaker) reached(rate cb.Rate, results []result, now time.Time) bool {
	t := tally(b.inWindow(results, now))
	return t.Of >= b.policy.Min && t.Count*100*cb.Percent >= int(rate)*t.Of
}

func (b *Breaker) open(now time.Time) {
	b.enter(cb.Open, now)
	b.opens++
	wait := float64(b.policy.Open) * math.Pow(b.policy.Factor, float64(b.opens-1))
	if b.policy.MaxOpen != 0 {
		wait = min(wait, float64(b.policy.MaxOpen))
	}
	const longest = 10 * 365 * 24 * time.Hour // as for every duration of a policy
	b.nextProbe = now.Add(time.Duration(min(wait, float64(longest))))
}

func (b *Breaker) close(now time.Time) {
	b.enter(cb.Closed, now)
	b.opens = 0
	b.forget()
}

func (b *Breaker) forget() {
	b.inARow = 0
	b.results = nil
	b.slowness = nil
}

func (b *Breaker) enter(s cb.State, now time.Time) {
	b.state = s
	b.since = now
	b.generation++
	b.giveUp, b.hungUp = time.Time{}, false
}

// probing is how many calls of this generation are in flight: those of a half-open breaker are probes.
func (b *Breaker) probing() int {
	n := 0
	for _, c := range b.calls {
		if c.generation == b.generation && !c.ignored {
			n++
		}
	}
	return n
}

func (b *Breaker) remove(id int) call {
	i := slices.IndexFunc(b.calls, func(c call) bool { return c.id == id })
	c := b.calls[i]
	b.calls = slices.Delete(b.calls, i, i+1)
	return c
}

// RetryAfter is what a rejection says of the next probe.
func (b *Breaker) RetryAfter(now time.Time) time.Duration {
	if b.manual != cb.Closed || b.state != cb.Open {
		return 0
	}
	return b.nextProbe.Sub(now)
}
