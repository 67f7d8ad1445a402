package runtime

import (
	"math"
	"sync/atomic"
)

// A tally counts the successes of a closed breaker that say nothing new: those after which
// it would only have one success more to its account. Most calls are of that kind, and they
// need not take turns. Whoever has anything else to say freezes the tally, under the
// breaker's lock, takes from it what has been counted, and goes on as if the successes had
// been recorded one after another.
//
// A tally begins frozen.
type tally struct {
	stripes[atomic.Int64] // successes, or frozen
}

const frozen = math.MinInt64

// add counts a success. It reports false, and counts nothing, where the breaker's lock has
// to be taken: the tally is frozen, or its users get in each other's way and it has to grow.
func (t *tally) add() bool {
	cell, _ := t.own()
	for {
		n := cell.Load()
		if n < 0 {
			return false
		}
		if cell.CompareAndSwap(n, n+1) {
			return true
		}
		if t.miss() {
			return false
		}
	}
}

// init makes the tally frozen, and ready for many at once if it has had many before.
func (t *tally) init(many bool) {
	if many {
		t.grow()
	}
	t.freeze()
}

// freeze stops the counting, and is what has been counted since thaw.
func (t *tally) freeze() int {
	sum := int64(0)
	for cell := range t.all() {
		sum += cell.Swap(frozen)
	}
	return int(sum)
}

func (t *tally) thaw() {
	if t.crowded() {
		t.grow()
	}
	for cell := range t.all() {
		cell.Store(0)
	}
}
