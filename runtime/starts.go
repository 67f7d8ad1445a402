package runtime

import (
	"math/bits"
	"sync/atomic"
	"time"
)

// starts know when the calls in flight began, so that those which have become slow are
// noticed before they return. They keep no list: they count the calls by the sixteenth of
// slow in which they began, and remember the latest of each. The calls of a sixteenth are
// noticed together, once the latest of them is slow.
//
// Calls come and go without a lock; notice is called under the breaker's.
type starts struct {
	slow, width time.Duration
	shift       int          // makes an offset within a sixteenth fit its bits
	due         atomic.Int64 // an instant: until it, nothing can have become slow unnoticed
	stripes[sixteenths]
}

// sixteenths are more than the 17 that calls in flight can lie in before they are slow, so
// that a cell has been noticed long before its turn comes again.
type sixteenths [32]atomic.Uint64

// The word of a sixteenth: how many calls, which turn of its cell it is, and how far into
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
	s := &starts{slow: slow, width: (slow + 15) / 16}
	s.shift = max(0, bits.Len64(uint64(s.width))-offsetBits+1)
	s.due.Store(int64(at.add(slow)))
	return s
}

// add counts a call that begins now in a cell of that index. It reports false where the
// calls that are due have to be noticed first.
func (s *starts) add(at instant, index int) bool {
	if int64(at) > s.due.Load() {
		return false
	}
	number := int64(at) / int64(s.width)
	cell := s.at(index)
	word := &cell[number%int64(len(cell))]
	turn := s.turn(number)
	offset := s.offset(at, number)
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
func (s *starts) remove(start instant, index int) bool {
	number := int64(start) / int64(s.width)
	cell := s.at(index)
	word := &cell[number%int64(len(cell))]
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

// notice is how many calls have become slow since it was last asked. It forgets them.
func (s *starts) notice(at instant) int {
	if int64(at) <= s.due.Load() {
		return 0
	}
	noticed := 0
	due := at.add(s.slow)
	for cell := range s.all() {
		for i := range cell {
			calls, end := s.take(&cell[i], i, at)
			noticed += calls
			due = min(due, end)
		}
	}
	s.due.Store(int64(due))
	return noticed
}

// take empties the sixteenth if its calls are slow, and is how many there were. Otherwise
// end is the instant after which they will be.
func (s *starts) take(word *atomic.Uint64, i int, at instant) (calls int, end instant) {
	for {
		old := word.Load()
		if old < oneCall {
			return 0, at.add(s.slow)
		}
		end = s.latest(old, i, at).add(s.slow)
		if at <= end {
			return 0, end
		}
		if word.CompareAndSwap(old, 0) {
			return int(old / oneCall), at.add(s.slow)
		}
	}
}

// latest is when the latest call of a sixteenth began: in the one of that cell and turn
// which is nearest to now, for it can be a little later as well.
func (s *starts) latest(word uint64, i int, at instant) instant {
	const turns = int64(len(sixteenths{})) << turnBits
	number := int64(at) / int64(s.width)
	low := int64(word>>offsetBits&turnMask)*int64(len(sixteenths{})) + int64(i)
	behind := (number - low) % turns
	if behind > turns/2 {
		behind -= turns
	}
	return instant((number-behind)*int64(s.width) + int64(word&offsetMask)<<s.shift)
}

func (s *starts) turn(number int64) uint64 {
	return uint64(number/int64(len(sixteenths{}))) & turnMask
}

// offset is how far into its sixteenth the instant lies, rounded up where it does not fit:
// a call is never noticed too early.
func (s *starts) offset(at instant, number int64) uint64 {
	ns := int64(at) - number*int64(s.width)
	return uint64((ns + 1<<s.shift - 1) >> s.shift)
}
