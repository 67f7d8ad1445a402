package runtime

import "time"

// A window counts the hits among the results that it still holds: the failures, or the
// slow calls.
type window interface {
	record(at instant, hit bool)
	// recordMisses records so many results that are no hits, at the moment of the last record
	// or counts.
	recordMisses(n int)
	counts(at instant) (hits, total int)
	reset()
}

func newWindow(w Window) window {
	if w.Period != 0 {
		return newTimeWindow(w.Period)
	}
	return newCallWindow(w.Calls)
}

// A callWindow holds the last so many results.
type callWindow struct {
	ring  []bool // hit or not
	next  int    // where the next result goes
	total int
	hits  int
}

func newCallWindow(calls int) *callWindow {
	return &callWindow{ring: make([]bool, calls)}
}

func (w *callWindow) record(_ instant, hit bool) {
	if w.total < len(w.ring) {
		w.total++
	} else if w.ring[w.next] {
		w.hits--
	}
	w.ring[w.next] = hit
	if hit {
		w.hits++
	}
	w.next = (w.next + 1) % len(w.ring)
}

func (w *callWindow) recordMisses(n int) {
	if w.hits == 0 && w.total == len(w.ring) {
		return // full of misses: one is like another
	}
	for range min(n, len(w.ring)) {
		w.record(0, false)
	}
}

func (w *callWindow) counts(instant) (hits, total int) { return w.hits, w.total }

func (w *callWindow) reset() {
	clear(w.ring)
	w.next, w.total, w.hits = 0, 0, 0
}

// A timeWindow holds the results of the last period, in buckets: the oldest bucket leaves
// as a whole, so that a result is held for at least nine tenths of the period, and never
// for longer than the period.
type timeWindow struct {
	width   time.Duration // of a bucket
	buckets [10]bucket
	latest  int64 // number of the newest bucket, counted since the clock began
	sum     bucket
}

type bucket struct{ hits, total int }

func newTimeWindow(period time.Duration) *timeWindow {
	return &timeWindow{width: bucketWidth(period)}
}

func bucketWidth(period time.Duration) time.Duration {
	return period / time.Duration(len(timeWindow{}.buckets))
}

func (w *timeWindow) record(at instant, hit bool) {
	w.advance(at)
	b := w.bucket(w.latest)
	b.total++
	w.sum.total++
	if hit {
		b.hits++
		w.sum.hits++
	}
}

func (w *timeWindow) recordMisses(n int) {
	w.bucket(w.latest).total += n
	w.sum.total += n
}

func (w *timeWindow) counts(at instant) (hits, total int) {
	w.advance(at)
	return w.sum.hits, w.sum.total
}

func (w *timeWindow) reset() {
	clear(w.buckets[:])
	w.sum = bucket{}
}

// advance drops the buckets that have left the period.
func (w *timeWindow) advance(at instant) {
	current := int64(at) / int64(w.width)
	gone := min(current-w.latest, int64(len(w.buckets)))
	for i := range gone {
		b := w.bucket(w.latest + 1 + i)
		w.sum.total -= b.total
		w.sum.hits -= b.hits
		*b = bucket{}
	}
	w.latest = max(w.latest, current)
}

func (w *timeWindow) bucket(number int64) *bucket {
	return &w.buckets[number%int64(len(w.buckets))]
}
