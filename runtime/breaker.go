package runtime

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// A breaker is the state machine. Whoever wants to call asks admit; every ticket got from
// it goes back once, by settle when the call has an outcome, or by withdraw when it was
// never made.
//
// The machine itself is sequential, under a lock: lock and unlock bracket whatever it does.
// While it is closed and all is well it does not have to be asked. Then calls are admitted
// by their guard's lane, and their successes are tallied there; lock stops that, and records
// what has been counted.
type breaker struct {
	current atomic.Pointer[generation]

	mu     sync.Mutex
	policy Breaker  // valid, with its defaults
	guards []*Guard // whose breaker this is: several in a group
	traced *traced  // the call that has the lock; nil unless its registry has a trace
	ended  *cell    // of the call that has the lock, if it holds a slot that is to be freed

	state    State   // closed, open or half-open, by the rules
	manual   State   // forced open, disabled or observe; zero where the rules decide
	opens    int     // how many times in a row the breaker has opened without closing
	deadline instant // when an open breaker may probe, or a half-open one gives up; zero: not yet known
	tallying bool    // the tallies of the guards' lanes count successes

	consecutive int    // failures in a row
	failures    window // nil unless the policy has a rate
	slow        window // nil unless the policy has slow calls
	probes      probes
	states      [Observe + 1]StateTotals // without the time since the last transition
	alarm       instant                  // when the tallies are stopped, or were
}

// probes are the calls that a half-open breaker admits.
type probes struct {
	admitted  int // in all, less those that were neutral
	inFlight  int
	returned  int  // successfully
	cancelled bool // one or more since the deadline was set
}

func newBreaker(policy Breaker) *breaker {
	b := &breaker{policy: policy}
	b.mu.Lock()
	at := now()
	b.shapeWindows(Breaker{})
	b.begin(0, at)
	b.unlock(at)
	return b
}

// waitForProbes makes it wait for at least so long. The methods of a group may have different
// timeouts, and the probes may be calls of any of them.
func (b *breaker) waitForProbes(halfOpen time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()

	b.policy.HalfOpen = max(b.policy.HalfOpen, halfOpen)
}

// group is the name of the breaker's group. It stays the same.
func (b *breaker) group() string {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.policy.Group
}

// join makes the breaker that of one more guard.
func (b *breaker) join(g *Guard) {
	at := b.lock()
	defer b.unlock(at)

	b.guards = append(b.guards, g)
	b.openLane(g, b.current.Load())
}

// admit gives the caller a ticket, or none and the generation that rejects.
func (b *breaker) admit(ctx context.Context, g *Guard) (ticket, *generation) {
	if lane := g.lane.Load(); lane != nil {
		c := lane.own()
		if !c.timed {
			return ticket{cell: c}, nil
		}
		at := now()
		if c.ring == nil {
			return ticket{c, -at}, nil
		}
		if lane.generation.starts.add(c.ring, at) {
			return ticket{c, at}, nil
		}
	} else if gen := b.current.Load(); gen.rejects() {
		return ticket{}, gen
	}
	return b.admitLocked(ctx, g)
}

func (b *breaker) admitLocked(ctx context.Context, g *Guard) (ticket, *generation) {
	at := b.lock()
	defer b.unlock(at)

	b.traceCall(ctx, g)
	b.noticeOverdue(at)
	if b.state == Open && at >= b.deadline {
		b.enter(HalfOpen, at, WaitOver)
	}
	if b.state == HalfOpen && b.deadline != 0 && at >= b.deadline {
		b.trip(at, ProbesHang)
	}
	switch {
	case b.manual == ForcedOpen:
		return ticket{}, b.current.Load()
	case b.state == Open, b.state == HalfOpen && b.probes.admitted >= b.policy.Probes:
		if b.manual == Observe {
			return g.observedLane().own().ticket(at), nil
		}
		return ticket{}, b.current.Load()
	case b.state == HalfOpen:
		b.admitProbe(at)
	}
	// What cannot be added to the starts belongs to a caller among millions of the same moment;
	// its call is not looked at for being slow.
	return g.home.own().ticket(at), nil
}

func (b *breaker) admitProbe(at instant) {
	// The limit is on how long probes may take, not on how long they are in coming: a
	// client that calls once a minute must be able to close its breaker as well.
	if b.deadline == 0 {
		b.deadline = at.add(b.policy.HalfOpen)
	}
	b.probes.admitted++
	b.probes.inFlight++
}

// settle takes back the ticket of a call with its outcome, and with its error if it failed, and
// then frees its slot: whoever gets that meets the breaker as the outcome has left it.
func (b *breaker) settle(ctx context.Context, t ticket, o outcome, err error) {
	at := b.lock()
	defer b.unlock(at)

	g := t.cell.lane.guard
	b.traceCall(ctx, g)
	if t.cell.lane.bulkhead != nil {
		b.ended = t.cell
	}
	t.count(at)
	gen := t.cell.lane.generation
	slow := o.counts() && t.slow(at)
	late := gen != nil && gen.number != b.current.Load().number
	g.totals.count(o, slow, late)
	if gen != nil && gen.state == HalfOpen {
		g.totals.Probes++
	}
	if o == failure {
		g.failed = lastFailure{at: at, err: err}
	}
	noticed := t.returned()
	switch {
	case gen == nil, late, b.manual == Disabled:
		return
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
	case o == cancelled:
		// The deadline stays: callers that hang up one after another would put it off for ever.
		b.probes.admitted--
		b.probes.cancelled = true
	case o == ignored:
		b.probes.admitted--
		b.answer()
	case o == failure:
		b.trip(at, ProbeFailed)
	case slow:
		b.trip(at, ProbeSlow)
	default:
		b.probes.returned++
		b.answer()
		b.conclude(at)
	}
}

// answer notes that a probe does not hang: the limit starts again with the next if there is
// no other.
func (b *breaker) answer() {
	if b.probes.inFlight == 0 {
		b.deadline, b.probes.cancelled = 0, false
	}
}

// conclude closes a half-open breaker that has had enough successes.
func (b *breaker) conclude(at instant) {
	if b.probes.returned >= b.policy.Probes {
		b.enter(Closed, at, ProbesSucceeded)
	}
}

// withdraw takes back the ticket of a call that was not made after all.
func (b *breaker) withdraw(t ticket) {
	gen := t.cell.lane.generation
	if gen == nil || gen.admits {
		t.returned()
		return
	}
	at := b.lock()
	defer b.unlock(at)

	t.returned()
	if b.state == HalfOpen && gen.number == b.current.Load().number {
		b.probes.inFlight--
		b.probes.admitted--
		if b.probes.inFlight == 0 && !b.probes.cancelled {
			b.deadline = 0
		}
	}
}

// noticeOverdue counts the calls in flight that are slow already, so that a dependency
// which hangs opens the breaker although nothing returns. Each is noticed once, and not
// counted as slow again when it returns.
func (b *breaker) noticeOverdue(at instant) {
	starts := b.current.Load().starts
	if starts == nil {
		return
	}
	noticed, due := starts.notice(at)
	if noticed > 0 && b.state == HalfOpen {
		b.trip(at, ProbeSlow)
		return
	}
	for range noticed {
		b.slow.record(at, true)
	}
	if noticed > 0 {
		b.judge(at)
	}
	if b.current.Load().starts == starts {
		starts.due.Store(int64(due))
	}
}

// judge opens the breaker, which is closed, if its calls have gone too badly.
func (b *breaker) judge(at instant) {
	p := &b.policy
	switch {
	case p.Failures != 0 && b.consecutive >= p.Failures:
		b.trip(at, FailuresInARow)
	case b.failures != nil && p.reached(p.Rate, b.failures, at):
		b.trip(at, FailureRate)
	case b.slow != nil && p.reached(p.SlowRate, b.slow, at):
		b.trip(at, SlowRate)
	}
}

func (p *Breaker) reached(r Rate, w window, at instant) bool {
	hits, total := w.counts(at)
	return total >= p.Min && r.reached(hits, total)
}

func (b *breaker) trip(at instant, why Reason) {
	b.opens++
	b.enter(Open, at, why)
}

// enter is a transition.
func (b *breaker) enter(s State, at instant, why Reason) {
	before := b.current.Load()
	counts := b.counts(at)
	b.state = s
	b.probes = probes{}
	b.deadline = 0
	switch s {
	case Open:
		b.deadline = at.add(b.policy.openWait(b.opens))
	case Closed:
		b.opens = 0
		b.forget()
	}
	b.begin(before.number+1, at)
	b.leave(before)
	b.freeSlot() // before anybody is told
	b.report(before, counts, why)
}

// freeSlot frees the slot of the call that has the lock, if it is over.
func (b *breaker) freeSlot() {
	if c := b.ended; c != nil {
		b.ended = nil
		c.lane.bulkhead.release(c)
	}
}

// leave adds up what states there have been, now that the breaker is in another one.
func (b *breaker) leave(before *generation) {
	after := b.current.Load()
	b.states[before.state].Time += after.since.Sub(before.since)
	if after.state != before.state {
		b.states[after.state].Entered++
	}
}

// forget empties the windows.
func (b *breaker) forget() {
	b.consecutive = 0
	if b.failures != nil {
		b.failures.reset()
	}
	if b.slow != nil {
		b.slow.reset()
	}
}
