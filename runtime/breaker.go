package runtime

import (
	"math"
	"math/rand/v2"
	"sync"
	"time"
)

// A breaker is the state machine. Whoever wants to call asks admit; every ticket got from
// it goes back once, by settle when the call has an outcome, or by withdraw when it was
// never made.
type breaker struct {
	policy Breaker // valid, with its defaults

	mu         sync.Mutex
	state      State
	generation uint64  // grows at every transition, and at nothing else
	since      instant // of the last transition
	opens      int     // how many times in a row the breaker has opened without closing
	deadline   instant // when an open breaker may probe, or the probes under way are given up
	denial     *denial // what callers are told who are not admitted in this state

	consecutive int     // failures in a row
	failures    window  // nil unless the policy has a rate
	slow        window  // nil unless the policy has slow calls
	unreturned  overdue // calls in flight, to notice those that are slow already
	probes      probes
}

// A ticket is the admission of one call.
type ticket struct {
	generation uint64
	start      instant // zero where the policy has no slow calls
}

// A denial is what callers are told while they are not admitted, from one transition to the next.
type denial struct {
	state   State
	probeAt instant
}

// probes are the calls that a half-open breaker admits.
type probes struct {
	admitted int // in all, less those that were neutral
	inFlight int
	returned int // successfully
}

func newBreaker(policy Breaker) *breaker {
	b := &breaker{policy: policy, since: now()}
	if policy.Rate != 0 {
		b.failures = newWindow(policy.Window)
	}
	if policy.Slow != 0 {
		b.slow = newWindow(policy.Window)
		b.unreturned = newOverdue(policy.Slow)
	}
	return b
}

// admit gives the caller a ticket, or the reason why there is none.
func (b *breaker) admit() (ticket, *denial) {
	b.mu.Lock()
	defer b.mu.Unlock()

	at := now()
	b.noticeOverdue(at)

	if b.state == Open && at >= b.deadline {
		b.probe(at)
	}
	if b.state == HalfOpen && b.probes.inFlight > 0 && at >= b.deadline {
		b.trip(at)
	}
	switch {
	case b.state == Open, b.state == HalfOpen && b.probes.admitted >= b.policy.Probes:
		return ticket{}, b.denial
	case b.state == HalfOpen:
		// The limit is on how long probes may take, not on how long they are in coming:
		// a client that calls once a minute must be able to close its breaker as well.
		if b.probes.inFlight == 0 {
			b.deadline = at.add(b.policy.HalfOpen)
		}
		b.probes.admitted++
		b.probes.inFlight++
	}

	t := ticket{generation: b.generation}
	if b.slow != nil {
		t.start = at
		b.unreturned.add(at)
	}
	return t, nil
}

// settle takes back the ticket of a call with its outcome. It reports whether the call
// was slow, and whether it came late: from before the last transition.
func (b *breaker) settle(t ticket, o outcome) (slow, late bool) {
	b.mu.Lock()
	defer b.mu.Unlock()

	at := now()
	slow = b.slow != nil && o.counts() && at.sub(t.start) > b.policy.Slow
	if t.generation != b.generation {
		return slow, true
	}
	noticed := b.slow != nil && !b.unreturned.remove(t.start)
	switch {
	case b.state == HalfOpen:
		b.settleProbe(at, o, slow)
	case o.counts():
		b.record(at, o)
		if b.slow != nil && !noticed {
			b.slow.record(at, slow)
		}
		b.judge(at)
	}
	b.noticeOverdue(at)
	return slow, false
}

func (b *breaker) record(at instant, o outcome) {
	b.consecutive++
	if o == success {
		b.consecutive = 0
	}
	if b.failures != nil {
		b.failures.record(at, o == failure)
	}
}

func (b *breaker) settleProbe(at instant, o outcome, slow bool) {
	b.probes.inFlight--
	switch {
	case !o.counts():
		b.probes.admitted--
	case o == failure || slow:
		b.trip(at)
	default:
		b.probes.returned++
		if b.probes.returned == b.policy.Probes {
			b.close(at)
		}
	}
}

// withdraw takes back the ticket of a call that was not made after all.
func (b *breaker) withdraw(t ticket) {
	b.mu.Lock()
	defer b.mu.Unlock()

	if t.generation != b.generation {
		return
	}
	if b.slow != nil {
		b.unreturned.remove(t.start)
	}
	if b.state == HalfOpen {
		b.probes.inFlight--
		b.probes.admitted--
	}
}

// noticeOverdue counts the calls in flight that are slow already, so that a dependency
// which hangs opens the breaker although nothing returns. Each is noticed once, and not
// counted as slow again when it returns.
func (b *breaker) noticeOverdue(at instant) {
	noticed := b.unreturned.notice(at)
	if noticed == 0 {
		return
	}
	if b.state == HalfOpen {
		b.trip(at)
		return
	}
	for range noticed {
		b.slow.record(at, true)
	}
	b.judge(at)
}

// judge opens a closed breaker whose calls have gone too badly.
func (b *breaker) judge(at instant) {
	if b.state != Closed {
		return
	}
	p := &b.policy
	if p.Failures != 0 && b.consecutive >= p.Failures ||
		b.failures != nil && p.reached(p.Rate, b.failures, at) ||
		b.slow != nil && p.reached(p.SlowRate, b.slow, at) {
		b.trip(at)
	}
}

func (p *Breaker) reached(r Rate, w window, at instant) bool {
	hits, total := w.counts(at)
	return total >= p.Min && r.reached(hits, total)
}

func (b *breaker) trip(at instant) {
	b.opens++
	b.enter(Open, at, b.policy.openWait(b.opens))
}

func (b *breaker) probe(at instant) {
	b.enter(HalfOpen, at, b.policy.HalfOpen)
}

func (b *breaker) close(at instant) {
	b.opens = 0
	b.consecutive = 0
	if b.failures != nil {
		b.failures.reset()
	}
	if b.slow != nil {
		b.slow.reset()
	}
	b.enter(Closed, at, 0)
}

func (b *breaker) enter(s State, at instant, wait time.Duration) {
	b.state = s
	b.since = at
	b.generation++
	b.deadline = at.add(wait)
	b.denial = &denial{state: s, probeAt: b.deadline}
	b.probes = probes{}
	b.unreturned.reset()
}

// openWait is how long the breaker stays open the k-th time in a row.
func (p *Breaker) openWait(k int) time.Duration {
	const longest = math.MaxInt64 / 8 // more than thirty years, and adding to it does not overflow
	wait := float64(p.Open) * math.Pow(p.Factor, float64(k-1))
	if p.MaxOpen != 0 {
		wait = min(wait, float64(p.MaxOpen))
	}
	wait = min(wait, longest)
	jitter := int64(wait * float64(p.Jitter) / (100 * Percent))
	return time.Duration(int64(wait) + rand.Int64N(jitter+1))
}
