package runtime

import (
	"sync/atomic"
	"time"
)

// State is what the guard's breaker does now, [Closed] where there is none. Asking changes
// nothing: a breaker whose wait is over stays [Open] until a call comes to probe.
func (g *Guard) State() State {
	if g.breaker == nil {
		return Closed
	}
	g.breaker.mu.Lock()
	defer g.breaker.mu.Unlock()

	return g.breaker.state
}

// A Snapshot is a guard at one moment. The breaker's part is consistent in itself; the
// totals are read one by one while calls go on.
type Snapshot struct {
	Name   string
	Policy Policy // with its defaults

	State      State
	Since      time.Time // of the last transition, or since the guard was made
	Generation uint64    // how many transitions there have been
	NextProbe  time.Time // while open: when the wait is over
	ProbeDue   bool      // open, and the wait is over: the next call will probe

	ConsecutiveFailures int
	Failures            Tally // in the window of Policy.Breaker.Rate
	Slow                Tally // in the window of Policy.Breaker.Slow

	InFlight int // calls admitted that have not returned
	Waiting  int // calls waiting for a slot of the bulkhead
	Totals   Totals
}

// A Tally is how many of the calls in a window were failures, or slow.
type Tally struct{ Count, Of int }

// Totals count since the guard was made. Every admitted call ends up in one of Successes,
// Failures and Cancelled.
type Totals struct {
	Successes uint64
	Failures  uint64
	Cancelled uint64 // the caller hung up

	Slow uint64 // of Successes and Failures: returned later than slow
	Late uint64 // of all: admitted before the last transition, and without influence

	RejectedOpen uint64
	RejectedFull uint64
}

// Snapshot is the guard at this moment. Taking it changes nothing.
func (g *Guard) Snapshot() Snapshot {
	s := Snapshot{
		Name:     g.name,
		Policy:   g.policy,
		InFlight: int(g.totals.inFlight.Load()),
		Totals:   g.totals.read(),
	}
	if g.bulkhead != nil {
		s.Waiting = g.bulkhead.queued()
	}
	if g.breaker != nil {
		g.breaker.describe(&s)
	}
	return s
}

func (b *breaker) describe(s *Snapshot) {
	b.mu.Lock()
	defer b.mu.Unlock()

	at := now()
	s.State = b.state
	s.Since = b.since.wall()
	s.Generation = b.generation
	if b.state == Open {
		s.NextProbe = b.deadline.wall()
		s.ProbeDue = at >= b.deadline
	}
	s.ConsecutiveFailures = b.consecutive
	if b.failures != nil {
		s.Failures.Count, s.Failures.Of = b.failures.counts(at)
	}
	if b.slow != nil {
		s.Slow.Count, s.Slow.Of = b.slow.counts(at)
	}
}

type totals struct {
	inFlight                       atomic.Int64
	successes, failures, cancelled atomic.Uint64
	slow, late                     atomic.Uint64
	rejectedOpen, rejectedFull     atomic.Uint64
}

func (t *totals) count(o outcome, slow, late bool) {
	switch o {
	case success:
		t.successes.Add(1)
	case failure:
		t.failures.Add(1)
	case cancelled:
		t.cancelled.Add(1)
	}
	if slow {
		t.slow.Add(1)
	}
	if late {
		t.late.Add(1)
	}
}

func (t *totals) read() Totals {
	return Totals{
		Successes:    t.successes.Load(),
		Failures:     t.failures.Load(),
		Cancelled:    t.cancelled.Load(),
		Slow:         t.slow.Load(),
		Late:         t.late.Load(),
		RejectedOpen: t.rejectedOpen.Load(),
		RejectedFull: t.rejectedFull.Load(),
	}
}
