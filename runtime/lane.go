package runtime

import (
	"math"
	"sync/atomic"
)

// A lane is where the calls of a guard go through during one generation. While its breaker
// is closed and all is well, most successes say nothing but that there is one success more,
// and need not take turns: they are tallied in the lane's cells. Whoever has anything else to
// say stops the tally, under the breaker's lock, takes from it what has been counted, and
// goes on as if the successes had been recorded one after another.
type lane struct {
	guard      *Guard
	generation *generation // nil for calls that are admitted only because the breaker observes
	bulkhead   *bulkhead   // nil if the policy has none

	stripes[cell]
}

// A cell counts the successes of some goroutines, and says where else their calls are counted,
// so that it is looked for only once. A call keeps the cell that it was admitted by.
type cell struct {
	_ [0]atomic.Int64 // aligns count, also where words have 32 bits

	// count is below zero, by how many successes may still be tallied before somebody has to
	// look; or it is stopped. tally is its address: [Call.Return] can be inlined only if it
	// does not have to take it.
	count int64
	tally *int64

	more      bool // there are slots, or calls are timed, so that a success is more than one more
	timed     bool // there is a ring, or there are durations
	lane      *lane
	slots     *atomic.Int64 // of the bulkhead; nil if there is none
	ring      *ring         // of the generation's starts; nil if there are none
	durations *bucketCounts // of the guard's; nil if there are none
	batch     int64         // how far below zero count begins
}

// withoutDurations is a cell for the rest of a call whose duration has been counted.
func (c *cell) withoutDurations() *cell {
	if c.durations == nil {
		return c
	}
	return &cell{tally: c.tally, more: true, timed: c.timed, lane: c.lane, slots: c.slots, ring: c.ring, batch: c.batch}
}

const (
	// stopped is so far above zero that no additions take it anywhere else.
	stopped = math.MaxInt64 / 2

	// A cell that is the only one is looked at every so many successes, in case its users get
	// in each other's way. One of many is not.
	shortBatch = 1 << 12
	longBatch  = 1 << 62
)

// newLane makes a lane whose tally is stopped.
func newLane(g *Guard, gen *generation, b *bulkhead, many bool) *lane {
	l := &lane{guard: g, generation: gen, bulkhead: b}
	l.init(&l.first, 0)
	if many {
		l.grow()
	}
	return l
}

func (l *lane) init(c *cell, i int) {
	c.count = stopped
	c.tally = &c.count
	c.batch = longBatch
	if i == 0 {
		c.batch = shortBatch
	}
	c.lane = l
	if l.bulkhead != nil {
		c.slots = l.bulkhead.slots.at(i)
	}
	if l.generation != nil && l.generation.starts != nil {
		c.ring = l.generation.starts.rings.at(i)
	}
	if l.guard.durations != nil {
		c.durations = l.guard.durations.at(i)
	}
	c.timed = c.ring != nil || c.durations != nil
	c.more = c.slots != nil || c.timed
}

// observedLane is the lane of calls that the rules would not have admitted: what becomes of
// them has no influence.
func (g *Guard) observedLane() *lane {
	if g.observed == nil {
		g.observed = newLane(g, nil, g.bulkhead, false)
	}
	return g.observed
}

// withoutInfluence is a lane for calls of this one whose outcome has none any more. Their slots
// are of the same bulkhead, or none if the guard has been given one since.
func (l *lane) withoutInfluence() *lane {
	if l.bulkhead == l.guard.bulkhead {
		return l.guard.observedLane()
	}
	return newLane(l.guard, nil, l.bulkhead, false)
}

// grow makes the cells many, and with them the places that they point to.
func (l *lane) grow() {
	if l.bulkhead != nil {
		l.bulkhead.spread()
	}
	if l.generation != nil && l.generation.starts != nil {
		l.generation.starts.rings.grow()
	}
	if l.guard.durations != nil {
		l.guard.durations.grow()
	}
	rest := make([]padded[cell], stripeCount())
	for i := range rest {
		l.init(&rest[i].cell, i+1)
	}
	l.adopt(rest)
}

// add counts a success. It reports false, and counts nothing, where the breaker's lock has to
// be taken: the tally is stopped, or its batch is full.
func (c *cell) add() bool { return atomic.AddInt64(c.tally, 1) < 0 }

// look notes whether others count here at this very moment, now that a batch is full.
func (c *cell) look() {
	before := atomic.LoadInt64(c.tally)
	for range 64 { // a little longer than a call takes
		n := atomic.LoadInt64(c.tally)
		if n != before && n < stopped {
			c.lane.miss()
		}
		before = n
	}
}

// stop ends the counting, and is what has been counted since start.
func (l *lane) stop() int64 {
	sum := int64(0)
	for c := range l.all() {
		n := atomic.SwapInt64(c.tally, stopped)
		if n < stopped {
			sum += min(n, -1) + c.batch
		}
	}
	return sum
}

func (l *lane) start() {
	for c := range l.all() {
		atomic.StoreInt64(c.tally, -c.batch)
	}
}
