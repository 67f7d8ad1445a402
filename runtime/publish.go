package runtime

import (
	"cmp"
	"time"
)

// This is how callers get to know what the breaker does, by its generation and by the lanes of its
// guards.

// begin is publish for a generation that is new.
func (b *breaker) begin(number uint64, at instant) {
	gen := &generation{number: number, since: time.Now()}
	if b.state == Open {
		gen.probeAt = b.deadline
		gen.probe = gen.since.Add(b.deadline.sub(at))
	}
	b.publish(gen, at)
}

// publish completes the generation, and lets callers know it.
func (b *breaker) publish(gen *generation, at instant) {
	gen.state = cmp.Or(b.manual, b.state)
	gen.rules = b.state
	gen.admits = b.state == Closed && b.manual != ForcedOpen
	timed := gen.admits && b.manual != Disabled || b.state == HalfOpen
	if b.slow != nil && timed && gen.starts == nil {
		gen.starts = newStarts(b.policy.Slow, at)
	}
	gen.refuses.Store(int64(b.refusal(gen)))
	if b.state == Open && b.manual == 0 {
		gen.rest(b.deadline.sub(at))
	}

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
	g.many = g.many || g.home != nil && g.home.many()
	g.home = newLane(g, gen, g.bulkhead, g.many && gen.admits)
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
