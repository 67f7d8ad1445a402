package runtime

import (
	"iter"
	"runtime"
	"sync/atomic"
	"unsafe"
)

// stripes are one cell while its users do not get in each other's way, and many from when
// they do. A processor that writes what another has just written waits for the memory to
// come over, which takes longer than all else that a guard does; so, once they are many,
// each goroutine has a cell that it seldom shares. A guard that nobody contends for stays
// small.
type stripes[C any] struct {
	first  C
	rest   atomic.Pointer[[]padded[C]] // none until grow
	misses atomic.Uint32               // how often somebody was in the way
}

// padded keeps its cell from sharing a cache line with another.
type padded[C any] struct {
	cell C
	_    [56]byte
}

// tolerated is how many misses it takes until the cells are worth their memory.
const tolerated = 16

// own is the cell of this goroutine.
func (s *stripes[C]) own() *C {
	rest := s.rest.Load()
	if rest == nil {
		return &s.first
	}
	return &(*rest)[goroutineHash()&(len(*rest)-1)].cell
}

// at is the i-th cell, or first where there are not as many.
func (s *stripes[C]) at(i int) *C {
	rest := s.rest.Load()
	if rest == nil || i == 0 || i > len(*rest) {
		return &s.first
	}
	return &(*rest)[i-1].cell
}

func (s *stripes[C]) all() iter.Seq[*C] {
	return func(yield func(*C) bool) {
		if !yield(&s.first) {
			return
		}
		rest := s.rest.Load()
		if rest == nil {
			return
		}
		for i := range *rest {
			if !yield(&(*rest)[i].cell) {
				return
			}
		}
	}
}

func (s *stripes[C]) len() int {
	if rest := s.rest.Load(); rest != nil {
		return 1 + len(*rest)
	}
	return 1
}

func (s *stripes[C]) many() bool { return s.rest.Load() != nil }

// miss notes that somebody was in the way. It reports whether it is time to grow.
func (s *stripes[C]) miss() bool {
	return !s.many() && s.misses.Add(1) >= tolerated
}

func (s *stripes[C]) crowded() bool {
	return s.misses.Load() >= tolerated && !s.many()
}

// grow makes the cells many.
func (s *stripes[C]) grow() {
	s.adopt(make([]padded[C], stripeCount()))
}

func (s *stripes[C]) adopt(rest []padded[C]) { s.rest.CompareAndSwap(nil, &rest) }

// stripeCount is a power of two, and several times as many as there are processors: cells
// are found by hashing, and two goroutines that run at once should not find the same.
func stripeCount() int {
	n := 8
	for n < 8*runtime.GOMAXPROCS(0) && n < 256 {
		n *= 2
	}
	return n
}

// goroutineHash is a number that differs between goroutines, and stays the same for one as
// long as its stack does: the hash of where that stack is. The least stack has 2 KiB.
func goroutineHash() int {
	var here byte
	return int(uint64(uintptr(unsafe.Pointer(&here))) >> 11 * 0x9E3779B97F4A7C15 >> 33)
}
