package runtime

import (
	"fmt"
	"math"
	"slices"
	"sync/atomic"
	"time"
)

// Durations are how long calls took, counted in buckets. Do not change them.
type Durations struct {
	Buckets []time.Duration // their upper bounds, ascending; a call that took exactly as long is within
	Counts  []uint64        // of each bucket alone; one more than Buckets, for what took longer
	Sum     float64         // of all calls, in seconds
}

// Calls is how many there are in all buckets.
func (d *Durations) Calls() uint64 {
	calls := uint64(0)
	for _, n := range d.Counts {
		calls += n
	}
	return calls
}

// usualBuckets suit calls over a network.
var usualBuckets = []time.Duration{
	5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond,
	1 * time.Second, 2500 * time.Millisecond, 5 * time.Second, 10 * time.Second,
}

// WithDurations has the guards count how long their calls take, in buckets with these upper
// bounds; without any, they go from 5 ms to 10 s. It panics if they are not ascending, or not
// above zero. See [Snapshot.Durations].
//
// Without this option nothing is counted, and nothing is paid. With it each call looks at the
// clock twice, unless its policy's slow does so anyway, and adds to two numbers.
func WithDurations(buckets ...time.Duration) Option {
	if len(buckets) == 0 {
		buckets = usualBuckets
	}
	buckets = slices.Clone(buckets)
	before := time.Duration(0)
	for i, bucket := range buckets {
		switch {
		case bucket <= 0:
			panic(fmt.Sprintf("cb: WithDurations: the bucket %v is not above zero", bucket))
		case bucket == before:
			panic(fmt.Sprintf("cb: WithDurations: the bucket %v is there twice", bucket))
		case bucket < before:
			panic(fmt.Sprintf("cb: WithDurations: the buckets must ascend, and %v comes after %v", bucket, buckets[i-1]))
		}
		before = bucket
	}
	return func(c *Client) { c.buckets = buckets }
}

// A histogram counts durations, without a lock.
type histogram struct {
	buckets []time.Duration
	stripes[bucketCounts]
}

// bucketCounts are those of some goroutines.
type bucketCounts struct {
	buckets []time.Duration
	counts  []atomic.Uint64
	sum     atomic.Uint64 // the bits of a float64: nanoseconds would overflow within weeks where ten thousand calls hang
}

// newHistogram is nil, which counts nothing, if there are no buckets.
func newHistogram(buckets []time.Duration) *histogram {
	if buckets == nil {
		return nil
	}
	h := &histogram{buckets: buckets}
	h.first.buckets = buckets
	h.first.counts = make([]atomic.Uint64, len(buckets)+1)
	return h
}

// grow makes the cells many.
func (h *histogram) grow() {
	if h.many() {
		return
	}
	const line = 8 // words that processors take from each other at once
	n := len(h.buckets) + 1
	apart := (n + 2*line - 1) / line * line // at least a line between the last of one and the first of the next
	rest := make([]padded[bucketCounts], stripeCount())
	counts := make([]atomic.Uint64, len(rest)*apart)
	for i := range rest {
		rest[i].cell.buckets = h.buckets
		rest[i].cell.counts = counts[i*apart:][:n:n]
	}
	h.adopt(rest)
}

// add counts a call that took from the start of its ticket to this instant; none without a start,
// which has been counted.
func (c *bucketCounts) add(start, at instant) {
	if start == 0 {
		return
	}
	took := at.sub(max(start, -start))
	i := 0
	for i < len(c.buckets) && took > c.buckets[i] {
		i++
	}
	c.counts[i].Add(1)
	for {
		old := c.sum.Load()
		if c.sum.CompareAndSwap(old, math.Float64bits(math.Float64frombits(old)+took.Seconds())) {
			return
		}
	}
}

// durations are what has been counted; nil if nothing is.
func (h *histogram) durations() *Durations {
	if h == nil {
		return nil
	}
	d := &Durations{Buckets: h.buckets, Counts: make([]uint64, len(h.buckets)+1)}
	for c := range h.all() {
		for i := range c.counts {
			d.Counts[i] += c.counts[i].Load()
		}
		d.Sum += math.Float64frombits(c.sum.Load())
	}
	return d
}
