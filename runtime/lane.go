package runtime

import (
	"math"
	"sync/atomic"
)

// A lane is where the calls of a guard go through during one generation. While its breaker
// is closed and all is well, most successes say nothing but that there is one success more,
// and need not take turns: they are tallied in the lane's cells. Whoever has anything else to
// say freezes the tally, under the breaker's lock, takes from it what has been counted, and
// goes on as if the successes had been recorded one after another.
type lane struct {
	guard      *Guard
	generation *generation // nil for calls that are admitted only because the breaker observes
	bulkhead   *bulkhead   // nil if the policy has none
	plain      bool        // nothing but the generation has a say in whether a call is admitted

	stripes[cell]
}

// A cell counts the successes of some goroutines. A call keeps the one that it was admitted by.
type cell struct {
	tally atomic.Int64 // or frozen
	lane  *lane
	index int
}

const frozen = math.MinInt64

// newLane makes a lane whose tally is frozen.
func newLane(g *Guard, gen *generation, many bool) *lane {
	l := &lane{guard: g, generation: gen, bulkhead: g.bulkhead}
	l.plain = l.bulkhead == nil && gen != nil && gen.starts == nil
	l.first.init(l, 0)
	if many {
		l.grow()
	}
	return l
}

func (c *cell) init(l *lane, index int) {
	c.tally.Store(frozen)
	c.lane = l
	c.index = index
}

// grow is that of stripes, with cells that know where they belong.
func (l *lane) grow() {
	if l.generation != nil && l.generation.starts != nil {
		l.generation.starts.grow() // first: see stripes.at
	}
	rest := make([]padded[cell], stripeCount())
	for i := range rest {
		rest[i].cell.init(l, i+1)
	}
	l.adopt(rest)
}

// add counts a success. It reports false, and counts nothing, where the breaker's lock has
// to be taken: the tally is frozen, or its users get in each other's way and it has to grow.
func (c *cell) add() bool {
	for {
		n := c.tally.Load()
		if n < 0 {
			return false
		}
		if c.tally.CompareAndSwap(n, n+1) {
			return true
		}
		if c.lane.miss() {
			return false
		}
	}
}

// freeze stops the counting, and is what has been counted since thaw.
func (l *lane) freeze() int {
	sum := int64(0)
	for c := range l.all() {
		sum += c.tally.Swap(frozen)
	}
	return int(sum)
}

func (l *lane) thaw() {
	if l.crowded() {
		l.grow()
	}
	for c := range l.all() {
		c.tally.Store(0)
	}
}
