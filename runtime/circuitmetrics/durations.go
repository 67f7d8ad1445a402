package circuitmetrics

import (
	"slices"

	cb "github.com/cbgen/cbgen/runtime"
)

// CallDuration is the metric of [Method.Durations]. It is not among [Metrics], since it has no
// points: it is a histogram, and only for those methods whose clients are made with
// [cb.WithDurations].
var CallDuration = Metric{
	Name: "call_duration",
	Help: "How long calls took that were admitted and have returned.",
	Kind: Histogram,
	Unit: "s",
}

// measure notes how long the calls of a guard took, in the buckets of the method: those of the
// first guard that has any, since a histogram whose buckets change is another one.
func (h *history) measure(d *cb.Durations) *cb.Durations {
	switch {
	case d == nil:
		return nil
	case h.buckets == nil:
		h.buckets = d.Buckets
		return d
	case slices.Equal(d.Buckets, h.buckets):
		return d
	}
	// Calls of a bucket that the method has not are in the next one that is sure to hold them.
	into := &cb.Durations{Buckets: h.buckets, Counts: make([]uint64, len(h.buckets)+1), Sum: d.Sum}
	for i, n := range d.Counts {
		next := len(h.buckets)
		if i < len(d.Buckets) {
			next, _ = slices.BinarySearch(h.buckets, d.Buckets[i])
		}
		into.Counts[next] += n
	}
	return into
}

// together are durations of the same buckets; either may be nil.
func together(a, b *cb.Durations) *cb.Durations {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	sum := &cb.Durations{Buckets: a.Buckets, Counts: slices.Clone(a.Counts), Sum: a.Sum + b.Sum}
	for i, n := range b.Counts {
		sum.Counts[i] += n
	}
	return sum
}
