package runtime

import (
	"math"
	"time"
	"weak"
)

// This is the breaker's lock, and how the tallies of its guards' lanes count what needs none.

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
// the time window that is current: at its end the tallies stop, and the next success starts
// them again. So successes need not look at the clock, and nothing is left running when there
// are none. An alarm does not keep the breaker alive.
func (b *breaker) setAlarm(at instant) {
	if b.policy.Window.Period == 0 || b.manual == Disabled {
		return
	}
	width := instant(bucketWidth(b.policy.Window.Period))
	end := (at/width + 1) * width
	if b.alarm == end {
		return
	}
	b.alarm = end
	breaker := weak.Make(b)
	time.AfterFunc(end.sub(at), func() {
		if b := breaker.Value(); b != nil {
			b.stopTallies()
		}
	})
}

func (b *breaker) stopTallies() {
	b.lock()
	b.mu.Unlock()
}
