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
	if b.tallying {
		b.tallying = false
		successes := int64(0)
		for _, g := range b.guards {
			n := g.home.stop()
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
		b.tallying = true
	}
	for _, g := range b.guards {
		if g.home.crowded() {
			g.home.grow()
		}
		if b.tallying {
			g.home.start()
		}
	}
	call, ended := b.traced, b.ended
	b.traced, b.ended = nil, nil
	b.mu.Unlock()

	if ended != nil {
		ended.lane.bulkhead.release(ended)
	}
	if call != nil {
		call.tell()
	}
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
// It makes every rate better, so it opens nothing, except where a rate is reached already:
// there it may be the one by which a window has enough results. That it ends a row of
// failures is made good when the tallies are absorbed, before anything else is recorded.
func (b *breaker) quiet(at instant) bool {
	p := &b.policy
	return b.manual == Disabled ||
		(b.failures == nil || !reached(p.Rate, b.failures, at)) &&
			(b.slow == nil || !reached(p.SlowRate, b.slow, at))
}

// reached ignores how many results the window has.
func reached(r Rate, w window, at instant) bool {
	hits, total := w.counts(at)
	return r.reached(hits, total)
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
