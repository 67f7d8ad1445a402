package runtime

import "time"

// State is what the guard's breaker does now, [Closed] where there is none. Asking changes
// nothing: a breaker whose wait is over stays [Open] until a call comes to probe.
func (g *Guard) State() State { return g.breaker.current.Load().state }

// A Snapshot is a guard at one moment. The breaker's part is consistent in itself, and so is
// the bulkhead's.
type Snapshot struct {
	Name   string
	ID     uint64 // numbers the guards of a process as they are made, and tells those of one name apart
	Policy Policy // with its defaults

	// Source is where the policy was set: in the constructor that cbgen has generated, or where
	// [Guard.Apply] was called. In a group, it is where the breaker's part was set last.
	Source Source

	State      State
	Since      time.Time // of the last transition, or since the guard was made
	Generation uint64    // how many transitions there have been; in Observe, of what the rules say too
	NextProbe  time.Time // while open: when the wait is over
	ProbeDue   bool      // open, and the wait is over: the next call will probe

	// Observed is the state that the rules would have the breaker in, while State is Observe.
	Observed State

	Counts

	InFlight int // calls that hold a slot of the bulkhead; without one, only the guards of keys count them
	Waiting  int // calls waiting for a slot
	Totals   Totals

	// LastFailure is the latest of the calls that Totals.Failures counts, if there is any.
	LastFailure Failure

	// Durations are how long the calls took that Totals counts as admitted: from then until they
	// returned, or until what they stream began to come. It is nil without [WithDurations].
	Durations *Durations

	// States has, for each State, how often the breaker has entered it and how long it has been
	// in it. While State is Observe, what only the rules say is not in here.
	States [Observe + 1]StateTotals
}

// StateTotals count since the breaker was made.
type StateTotals struct {
	Entered uint64        // by a transition: not the state that the breaker began in
	Time    time.Duration // until now
}

// Counts are what the rules of a breaker look at.
type Counts struct {
	ConsecutiveFailures int
	Failures            Tally // in the window of Policy.Breaker.Rate
	Slow                Tally // in the window of Policy.Breaker.Slow
}

// A Tally is how many of the calls in a window were failures, or slow.
type Tally struct{ Count, Of int }

// Rate is the share of Count in Of, rounded down: it is at least the policy's rate exactly
// when that is reached. That of no calls is zero.
func (t Tally) Rate() Rate {
	if t.Of == 0 {
		return 0
	}
	return Rate(int64(t.Count) * 100 * Percent / int64(t.Of))
}

// Totals count since the guard was made. Every admitted call ends up in one of Successes,
// Failures, Ignored and Cancelled.
type Totals struct {
	Successes uint64
	Failures  uint64
	Ignored   uint64 // the policy says that nothing can be learnt from them
	Cancelled uint64 // the caller hung up

	Slow uint64 // of Successes and Failures: returned later than slow
	Late uint64 // of all: admitted before the last transition, and without influence

	Probes uint64 // of all: admitted while half-open

	RejectedOpen uint64
	RejectedFull uint64
	WouldReject  uint64 // admitted only because the breaker observes

	Fallbacks        uint64 // calls of the method's fallback
	FallbackFailures uint64 // of Fallbacks: returned an error, or did not return

	Retries uint64 // attempts after the first; those that were rejected too
}

// Snapshot is the guard at this moment. Taking it changes nothing. It takes the breaker's
// lock, which State does not.
//
// The error of the last failure is kept until the next one, or until the first Snapshot,
// which calls its Error method: as usual, an error that has been returned must not change.
func (g *Guard) Snapshot() Snapshot {
	s, failed := g.describe()
	s.LastFailure = g.tellFailure(failed, s.Totals.Failures)
	s.Durations = g.durations.durations()
	return s
}

// describe is a snapshot before its last failure has been told: it calls nobody's methods.
func (g *Guard) describe() (Snapshot, lastFailure) {
	s := Snapshot{Name: g.name, ID: g.id}
	failed := g.breaker.describe(g, &s)
	s.Totals.RejectedOpen = g.rejectedOpen.sum()
	s.Totals.RejectedFull = g.rejectedFull.sum()
	s.Totals.WouldReject = g.wouldReject.Load()
	s.Totals.Fallbacks = g.fallbacks.sum()
	s.Totals.FallbackFailures = g.fallbackFailures.Load()
	s.Totals.Retries = g.retries.Load()
	return s, failed
}

func (b *breaker) describe(g *Guard, s *Snapshot) lastFailure {
	at := b.lock()
	defer b.unlock(at)

	gen := b.current.Load()
	s.Policy.Breaker = b.policy
	s.State = gen.state
	s.Since = gen.since
	s.Generation = gen.number
	if gen.state == Open {
		s.NextProbe = gen.probe
		s.ProbeDue = at >= b.deadline
	}
	if gen.state == Observe {
		s.Observed = gen.rules
	}
	s.Counts = b.counts(at)
	s.Totals = g.totals
	s.States = b.states
	s.States[gen.state].Time += time.Since(gen.since)
	if g.bulkhead != nil {
		g.bulkhead.describe(s)
	}
	g.limits(&s.Policy)
	s.Source = g.source
	return g.failed
}

func (b *breaker) counts(at instant) Counts {
	c := Counts{ConsecutiveFailures: b.consecutive}
	if b.failures != nil {
		c.Failures.Count, c.Failures.Of = b.failures.counts(at)
	}
	if b.slow != nil {
		c.Slow.Count, c.Slow.Of = b.slow.counts(at)
	}
	return c
}

func (t *Totals) count(o outcome, slow, late bool) {
	switch o {
	case success:
		t.Successes++
	case failure:
		t.Failures++
	case ignored:
		t.Ignored++
	case cancelled:
		t.Cancelled++
	}
	if slow {
		t.Slow++
	}
	if late {
		t.Late++
	}
}
