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
	timed      bool        // the generation has starts

	stripes[cell]
}

// A cell counts the successes of some goroutines, and says where else their calls are counted,
// so that it is looked for only once. A call keeps the cell that it was admitted by.
type cell struct {
	tally atomic.Int64 // or frozen
	lane  *lane
	slots *atomic.Int64 // of the bulkhead; nil if there is none
	ring  *ring         // of the generation's starts; nil if there are none
}

const frozen = math.MinInt64

// newLane makes a lane whose tally is frozen.
func newLane(g *Guard, gen *generation, many bool) *lane {
	l := &lane{guard: g, generation: gen, bulkhead: g.bulkhead}
	l.init(&l.first, 0)
	l.timed = l.first.ring != nil
	if many {
		l.grow()
	}
	return l
}

func (l *lane) init(c *cell, i int) {
	c.tally.Store(frozen)
	c.lane = l
	if l.bulkhead != nil {
		c.slots = l.bulkhead.slots.at(i)
	}
	if l.generation != nil && l.generation.starts != nil {
		c.ring = l.generation.starts.rings.at(i)
	}
}

// observedLane is the lane of calls that the rules would not have admitted: what becomes of
// them has no influence.
func (g *Guard) observedLane() *lane {
	if g.observed == nil {
		g.observed = newLane(g, nil, false)
	}
	return g.observed
}

// grow makes the cells many, and with them the places that they point to.
func (l *lane) grow() {
	if l.bulkhead != nil {
		l.bulkhead.spread()
	}
	if l.generation != nil && l.generation.starts != nil {
		l.generation.starts.rings.grow()
	}
	rest := make([]padded[cell], stripeCount())
	for i := range rest {
		l.init(&rest[i].cell, i+1)
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
func (l *lane) freeze() int64 {
	sum := int64(0)
	for c := range l.all() {
		sum += c.tally.Swap(frozen)
	}
	return sum
}

func (l *lane) thaw() {
	for c := range l.all() {
		c.tally.Store(0)
	}
}
