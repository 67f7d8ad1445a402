package main

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A meter sees the calls of one method as their callers do.
type meter struct {
	mu       sync.Mutex
	inFlight int
	total    tally
	recent   second // since it was last taken
	marks    marks  // since they were last reset
}

// A second is what a line of the show says about a method.
type second struct {
	tally
	took     []time.Duration // by the calls, not by the rejections: they would hide it
	inFlight int             // at its end
}

// Marks are what a stretch of the show is judged by.
type marks struct {
	since    time.Time
	firstErr time.Time // of a call
	firstOK  time.Time // of a call that began since then
	worst    int       // callers in flight
}

// A tally is how it ended for each caller.
type tally struct {
	served   int
	failed   int           // by the provider
	hungUp   int           // the caller, after its patience
	rejected int           // by the guard
	cutOff   int           // by the end of the show
	waited   time.Duration // all of them together, whatever came of it
}

// calls are those that reached the provider, and ended.
func (t tally) calls() int { return t.served + t.failures() }

// failures are the calls that reached the provider in vain.
func (t tally) failures() int { return t.failed + t.hungUp }

func (t tally) callers() int { return t.calls() + t.rejected + t.cutOff }

func (t tally) plus(other tally) tally {
	t.served += other.served
	t.failed += other.failed
	t.hungUp += other.hungUp
	t.rejected += other.rejected
	t.cutOff += other.cutOff
	t.waited += other.waited
	return t
}

func isRejection(err error) bool {
	return errors.Is(err, cb.ErrOpen) || errors.Is(err, cb.ErrBulkheadFull)
}

func (t *tally) add(err error, took time.Duration) {
	switch {
	case err == nil:
		t.served++
	case isRejection(err):
		t.rejected++
	case errors.Is(err, context.DeadlineExceeded):
		t.hungUp++
	case errors.Is(err, context.Canceled):
		t.cutOff++
	default:
		t.failed++
	}
	t.waited += took
}

// quantile is the smallest duration that q of the calls did not exceed. There must be some.
func (s second) quantile(q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(s.took))
	rank := int(math.Ceil(q * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}

// measure makes the call and sees how it goes.
func (m *meter) measure(call func() error) {
	m.begin()
	began := time.Now()
	err := call()
	m.end(err, began, time.Now())
}

func (m *meter) begin() {
	m.mu.Lock()
	defer m.mu.Unlock()

	m.inFlight++
	m.marks.worst = max(m.marks.worst, m.inFlight)
}

func (m *meter) end(err error, began, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()

	m.inFlight--
	took := now.Sub(began)
	m.total.add(err, took)
	m.recent.add(err, took)
	if isRejection(err) || errors.Is(err, context.Canceled) {
		return // these say nothing about the provider
	}
	m.recent.took = append(m.recent.took, took)
	switch {
	case err != nil && m.marks.firstErr.IsZero():
		m.marks.firstErr = now
	case err == nil && m.marks.firstOK.IsZero() && began.After(m.marks.since):
		m.marks.firstOK = now
	}
}

// take is what happened since it was last called.
func (m *meter) take() second {
	m.mu.Lock()
	defer m.mu.Unlock()

	taken := m.recent
	taken.inFlight = m.inFlight
	m.recent = second{}
	return taken
}

// totals are how the callers have fared that are not in flight any more.
func (m *meter) totals() tally {
	m.mu.Lock()
	defer m.mu.Unlock()

	return m.total
}

// resetMarks is the marks until now; they begin again.
func (m *meter) resetMarks(now time.Time) marks {
	m.mu.Lock()
	defer m.mu.Unlock()

	old := m.marks
	m.marks = marks{since: now, worst: m.inFlight}
	return old
}
