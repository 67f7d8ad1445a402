package runtime

import (
	"math/bits"
	"sync/atomic"
	"time"
)

// starts know when the calls in flight began, so that those which have become slow are
// noticed before they return. They keep no list: they count the calls by the step in which
// they began, and remember the latest of each. A step is at most a sixteenth of slow. The
// calls of a step are noticed together, once the latest of them is slow.
//
// Calls come and go without a lock; notice is called under the breaker's.
type starts struct {
	slow  time.Duration
	step  int // lasts 1<<step nanoseconds: no call has to divide
	round int // an offset within a step counts 1<<round nanoseconds, so that it fits its bits

	// due is an instant: until it, nothing can have become slow unnoticed, and after it no
	// call begins before somebody has looked.
	due atomic.Int64

	rings stripes[ring]
}

// A ring has a word for each step. Those are more than the 33 that calls in flight can lie in
// before they are slow, so that a word is empty before its turn comes again.
type ring [64]atomic.Uint64

// The word of a step: how many calls, which turn of the ring it is, and how far into
// it the latest call began.
const (
	offsetBits = 36
	turnBits   = 6
	turnMask   = 1<<turnBits - 1
	offsetMask = 1<<offsetBits - 1
	oneCall    = 1 << (offsetBits + turnBits)
	mostCalls  = 1<<(64-offsetBits-turnBits) - 1
)

func newStarts(slow time.Duration, at instant) *starts {
	s := &starts{slow: slow}
	s.step = max(0, bits.Len64(uint64(slow))-5)
	if excess := s.step - offsetBits; excess > 0 {
		s.round = excess + 1 // one more, for rounding up
	}
	s.due.Store(int64(at.add(slow)))
	return s
}

// add counts a call that begins now. It reports false where the calls that are due have to
// be noticed first.
func (s *starts) add(r *ring, at instant) bool {
	if int64(at) > s.due.Load() {
		return false
	}
	number := int64(at) >> s.step
	word := &r[number%int64(len(r))]
	turn := s.turn(number)
	offset := s.offset(at)
	for {
		old := word.Load()
		calls := old / oneCall
		latest := offset
		if calls != 0 {
			if old>>offsetBits&turnMask != turn || calls == mostCalls {
				return false
			}
			latest = max(latest, old&offsetMask)
		}
		if word.CompareAndSwap(old, (calls+1)*oneCall|turn<<offsetBits|latest) {
			return true
		}
	}
}

// remove forgets a call that began then. It reports false for one that was noticed.
func (s *starts) remove(r *ring, start instant) bool {
	if start < instant(s.due.Load()).add(-2*s.slow)-1<<s.step {
		return false // its word may have had the same turn once more
	}
	number := int64(start) >> s.step
	word := &r[number%int64(len(r))]
	for {
		old := word.Load()
		if old < oneCall || old>>offsetBits&turnMask != s.turn(number) {
			return false
		}
		if word.CompareAndSwap(old, old-oneCall) {
			return true
		}
	}
}

// notice is how many calls have become slow since it was last asked, and what is due next.
// It forgets them. The caller sees to it that due changes when the consequences are drawn,
// and not before: until then others have to wait for them.
func (s *starts) notice(at instant) (noticed int, next instant) {
	due := instant(s.due.Load())
	if at <= due {
		return 0, due
	}
	next = at.add(s.slow)
	for r := range s.rings.all() {
		for i := range r {
			calls, slowAfter := s.take(&r[i], i, at, due)
			noticed += calls
			next = min(next, slowAfter)
		}
	}
	return noticed, next
}

// take empties the step's word if its calls are slow, and is how many there were. Otherwise
// slowAfter is the instant after which they will be.
func (s *starts) take(word *atomic.Uint64, i int, at, due instant) (calls int, slowAfter instant) {
	for {
		old := word.Load()
		if old < oneCall {
			return 0, forever
		}
		slowAfter = s.latest(old, i, due).add(s.slow)
		if at <= slowAfter {
			return 0, slowAfter
		}
		if word.CompareAndSwap(old, 0) {
			return int(old / oneCall), forever
		}
	}
}

// latest is when the latest call of a step began. That was not after what is due, and not longer
// than slow before it: the step is the one of that word and turn which is nearest.
func (s *starts) latest(word uint64, i int, due instant) instant {
	const turns = int64(len(ring{})) << turnBits
	number := int64(due) >> s.step
	low := int64(word>>offsetBits&turnMask)*int64(len(ring{})) + int64(i)
	behind := (number - low) % turns
	return instant((number-behind)<<s.step + int64(word&offsetMask)<<s.round)
}

func (s *starts) turn(number int64) uint64 {
	return uint64(number/int64(len(ring{}))) & turnMask
}

// offset is how far into its step the instant lies, rounded up where it does not fit: a call
// is never noticed too early.
func (s *starts) offset(at instant) uint64 {
	ns := int64(at) & (1<<s.step - 1)
	return uint64((ns + 1<<s.round - 1) >> s.round)
}
