package model

import (
	"cmp"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A View is what can be seen of a breaker at one moment.
type View struct {
	State      cb.State
	Since      time.Time
	Generation uint64
	NextProbe  time.Time
	ProbeDue   bool
	Observed   cb.State

	ConsecutiveFailures int
	Failures, Slow      cb.Tally
}

// See is the part of a snapshot that is in a View.
func See(s cb.Snapshot) View {
	return View{
		State:               s.State,
		Since:               s.Since,
		Generation:          s.Generation,
		NextProbe:           s.NextProbe,
		ProbeDue:            s.ProbeDue,
		Observed:            s.Observed,
		ConsecutiveFailures: s.ConsecutiveFailures,
		Failures:            s.Failures,
		Slow:                s.Slow,
	}
}

// Equal compares moments and not their representation.
func (v View) Equal(w View) bool {
	if !v.Since.Equal(w.Since) || !v.NextProbe.Equal(w.NextProbe) {
		return false
	}
	v.Since, v.NextProbe = w.Since, w.NextProbe
	return v == w
}

// Look changes nothing.
func (b *Breaker) Look(now time.Time) View {
	v := View{
		State:               cmp.Or(b.manual, b.state),
		Since:               b.since,
		Generation:          b.generation,
		ConsecutiveFailures: b.inARow,
	}
	if b.manual == cb.Observe {
		v.Observed = b.state
	}
	if v.State == cb.Open {
		v.NextProbe = b.nextProbe
		v.ProbeDue = !now.Before(b.nextProbe)
	}
	if b.policy.Rate != 0 {
		v.Failures = tally(b.inWindow(b.results, now))
	}
	if b.policy.Slow != 0 {
		v.Slow = tally(b.inWindow(b.slowness, now))
	}
	return v
}

// A GuardView is what can be seen of a guard at one moment.
type GuardView struct {
	Breaker  View
	InFlight int // where there is a bulkhead
	Waiting  int
	Totals   cb.Totals
}

// Look changes nothing.
func (g *Guard) Look(now time.Time) GuardView {
	v := GuardView{Breaker: g.breaker.Look(now), Waiting: len(g.bulkhead.queue), Totals: g.totals}
	if g.bulkhead.policy.Max != 0 {
		v.InFlight = g.bulkhead.InFlight()
	}
	return v
}

// Equal compares moments and not their representation.
func (v GuardView) Equal(w GuardView) bool {
	return v.Breaker.Equal(w.Breaker) && v.InFlight == w.InFlight && v.Waiting == w.Waiting && v.Totals == w.Totals
}
