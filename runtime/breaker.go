package runtime

import (
	"cmp"
	"math"
	"math/rand/v2"
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

	state    State   // closed, open or half-open, by the rules
	manual   State   // forced open, disabled or observe; zero where the rules decide
	opens    int     // how many times in a row the breaker has opened without closing
	deadline instant // when an open breaker may probe, or a half-open one gives up; zero: not yet known
	thawed   bool    // the tallies of the guards' lanes count successes

	consecutive int    // failures in a row
	failures    window // nil unless the policy has a rate
	slow        window // nil unless the policy has slow calls
	probes      probes
	alarm       int64 // number of the bucket at whose end an alarm is set
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
	b.publish(0, at, nil)
	b.unlock(at)
	return b
}

func (b *breaker) follows(policy Breaker) bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.policy == policy
}

// join makes the breaker that of one more guard.
func (b *breaker) join(g *Guard) {
	at := b.lock()
	defer b.unlock(at)

	b.guards = append(b.guards, g)
	b.openLane(g, b.current.Load())
}

// admit gives the caller a ticket, or none and the generation that rejects.
func (b *breaker) admit(g *Guard) (ticket, *generation) {
	if lane := g.lane.Load(); lane != nil {
		c := lane.own()
		if !lane.timed {
			return ticket{cell: c}, nil
		}
		if at := now(); lane.generation.starts.add(c.ring, at) {
			return ticket{c, at}, nil
		}
	} else if gen := b.current.Load(); gen.rejects() {
		return ticket{}, gen
	}
	return b.admitLocked(g)
}

func (b *breaker) admitLocked(g *Guard) (ticket, *generation) {
	at := b.lock()
	defer b.unlock(at)

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
			g.totals.WouldReject++
			return ticket{cell: g.observedLane().own()}, nil
		}
		return ticket{}, b.current.Load()
	case b.state == HalfOpen:
		b.admitProbe(at)
	}
	t := ticket{cell: g.home.own()}
	// What cannot be added belongs to a caller among millions of the same moment; its call
	// is not timed.
	if starts := g.home.generation.starts; starts != nil && starts.add(t.cell.ring, at) {
		t.start = at
	}
	return t, nil
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

// settle takes back the ticket of a call with its outcome.
func (b *breaker) settle(t ticket, o outcome) {
	at := b.lock()
	defer b.unlock(at)

	gen := t.cell.lane.generation
	slow := o.counts() && t.slow(at)
	late := gen != nil && gen.number != b.current.Load().number
	t.cell.lane.guard.totals.count(o, slow, late)
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
	case !o.counts():
		// The deadline stays: callers that hang up one after another would put it off for ever.
		b.probes.admitted--
		b.probes.cancelled = true
	case o == failure:
		b.trip(at, ProbeFailed)
	case slow:
		b.trip(at, ProbeSlow)
	default:
		b.probes.returned++
		if b.probes.inFlight == 0 {
			b.deadline, b.probes.cancelled = 0, false
		}
		b.conclude(at)
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
	if gen == nil || gen.admits && t.start == 0 {
		return // nothing is held
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

// judge opens a closed breaker whose calls have gone too badly.
func (b *breaker) judge(at instant) {
	if b.state != Closed {
		return
	}
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
	b.publish(before.number+1, at, nil)
	b.report(before, counts, why)
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

// publish lets callers know the generation that has begun. It goes on with the starts of
// the one before, or with new ones if they are nil.
func (b *breaker) publish(number uint64, since instant, starts *starts) {
	gen := &generation{
		number: number,
		state:  cmp.Or(b.manual, b.state),
		rules:  b.state,
		since:  since,
		admits: b.state == Closed && b.manual != ForcedOpen,
		starts: starts,
	}
	if b.slow != nil && starts == nil && b.manual != ForcedOpen && b.manual != Disabled {
		gen.starts = newStarts(b.policy.Slow, since)
	}
	if b.state == Open {
		gen.probeAt = b.deadline
	}
	gen.refuses.Store(int64(b.refusal(gen)))

	// All guards of a group have to ask the breaker before any of them sees the new state.
	b.closeLanes()
	b.current.Store(gen)
	for _, g := range b.guards {
		b.openLane(g, gen)
	}
}

// closeLanes makes callers ask the breaker, and so wait for its lock, until publish.
func (b *breaker) closeLanes() {
	for _, g := range b.guards {
		g.lane.Store(nil)
	}
}

// openLane gives the guard its lane in that generation.
func (b *breaker) openLane(g *Guard, gen *generation) {
	many := g.home != nil && g.home.many()
	g.home = newLane(g, gen, many)
	if gen.admits {
		g.lane.Store(g.home)
	}
}

// refusal is the instant until which callers can be rejected without asking the breaker;
// zero while it has to be asked.
func (b *breaker) refusal(gen *generation) instant {
	switch {
	case b.manual == ForcedOpen:
		return forever
	case b.manual != 0:
		return 0
	case b.state == Open:
		return b.deadline
	case b.state == HalfOpen && b.probes.admitted >= b.policy.Probes && gen.starts != nil:
		return min(b.deadline, instant(gen.starts.due.Load())+1)
	case b.state == HalfOpen && b.probes.admitted >= b.policy.Probes:
		return b.deadline
	default:
		return 0
	}
}

// lock stops the tallies, records what they have counted, and says what time it is.
func (b *breaker) lock() instant {
	b.mu.Lock()
	if b.thawed {
		b.thawed = false
		successes := int64(0)
		for _, g := range b.guards {
			n := g.home.freeze()
			g.totals.Successes += uint64(n)
			successes += n
		}
		b.absorb(int(min(successes, math.MaxInt)))
	}
	return now()
}

// unlock lets the tallies count again if successes would change nothing else.
func (b *breaker) unlock(at instant) {
	gen := b.current.Load()
	if b.state == HalfOpen {
		gen.refuses.Store(int64(b.refusal(gen)))
	}
	if gen.admits && b.quiet(at) {
		b.setAlarm(at)
		b.thawed = true
	}
	for _, g := range b.guards {
		if g.home.crowded() {
			g.home.grow()
		}
		if b.thawed {
			g.home.thaw()
		}
	}
	b.mu.Unlock()
}

// absorb records successes that came while all was quiet.
func (b *breaker) absorb(successes int) {
	if successes == 0 || b.manual == Disabled {
		return
	}
	b.consecutive = 0
	if b.failures != nil {
		b.failures.recordMisses(successes)
	}
	if b.slow != nil {
		b.slow.recordMisses(successes)
	}
}

// quiet reports whether a success in time would change nothing but the number of successes.
// It could otherwise end a row of failures; or be the one by which a window has enough
// results. Beyond that a success only makes rates better, and opens nothing.
func (b *breaker) quiet(at instant) bool {
	if b.manual == Disabled {
		return true
	}
	p := &b.policy
	return (p.Failures == 0 || b.consecutive == 0) &&
		(b.failures == nil || p.below(p.Rate, b.failures, at)) &&
		(b.slow == nil || p.below(p.SlowRate, b.slow, at))
}

// below reports whether the window has enough results, and its rate is not reached.
func (p *Breaker) below(r Rate, w window, at instant) bool {
	hits, total := w.counts(at)
	return total >= p.Min && !r.reached(hits, total)
}

// setAlarm sees to it that the successes which are tallied from now on go into the bucket of
// the time window that is current: at its end the tally stops, and the next success starts
// it again. So successes need not look at the clock, and nothing is left running when there
// are none.
func (b *breaker) setAlarm(at instant) {
	if b.policy.Window.Period == 0 || b.manual == Disabled {
		return
	}
	width := bucketWidth(b.policy.Window.Period)
	number := int64(at) / int64(width)
	if b.alarm == number {
		return
	}
	b.alarm = number
	end := instant((number + 1) * int64(width))
	time.AfterFunc(end.sub(at), b.stopTally)
}

func (b *breaker) stopTally() {
	b.lock()
	b.alarm = 0
	b.mu.Unlock()
}

// openWait is how long the breaker stays open the k-th time in a row.
func (p *Breaker) openWait(k int) time.Duration {
	longest := cmp.Or(p.MaxOpen, maxDuration)
	wait := p.Open // exactly, where floating point would round
	if grown := float64(p.Open) * math.Pow(p.Factor, float64(k-1)); grown > float64(wait) {
		wait = time.Duration(min(grown, float64(longest)))
	}
	wait = min(wait, longest)
	jitter := int64(float64(wait) * float64(p.Jitter) / (100 * Percent))
	return wait + time.Duration(rand.Int64N(jitter+1))
}
