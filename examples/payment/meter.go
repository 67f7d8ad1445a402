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
	recent   tally // since it was last taken
	total    tally
	firstErr time.Time // since the last reset of marks
	firstOK  time.Time
	worst    int // calls in flight, since the last reset of marks
}

// A tally is how calls went that have ended.
type tally struct {
	served   int
	rejected int           // by the guard, at once
	failed   int           // by the provider
	gaveUp   int           // the caller, after its patience
	wasted   time.Duration // by callers who got an error, or gave up
	took     []time.Duration
}

// errors are the calls that reached the provider in vain.
func (t *tally) errors() int { return t.failed + t.gaveUp }

func (t *tally) add(err error, took time.Duration) {
	switch {
	case err == nil:
		t.served++
	case errors.Is(err, cb.ErrOpen), errors.Is(err, cb.ErrBulkheadFull):
		t.rejected++
	case errors.Is(err, context.DeadlineExceeded):
		t.gaveUp++
	default:
		t.failed++
	}
	if err != nil {
		t.wasted += took
	}
	t.took = append(t.took, took)
}

// quantile is the smallest duration that q of the calls did not exceed; zero without calls.
func (t *tally) quantile(q float64) time.Duration {
	if len(t.took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t.took))
	rank := int(math.Ceil(q * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}

// measure makes the call and sees how it goes.
func (m *meter) measure(call func() error) {
	m.begin()
	began := time.Now()
	err := call()
	m.end(err, time.Since(began))
}

func (m *meter) begin() {
	m.mu.Lock()
	defer m.mu.Unlock()

	m.inFlight++
	m.worst = max(m.worst, m.inFlight)
}

func (m *meter) end(err error, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()

	m.inFlight--
	if errors.Is(err, context.Canceled) {
		return // the show is over
	}
	m.recent.add(err, took)
	m.total.add(err, took)
	switch {
	case err == nil && m.firstOK.IsZero():
		m.firstOK = time.Now()
	case err != nil && m.firstErr.IsZero():
		m.firstErr = time.Now()
	}
}

// take is what happened since it was last called, and how many calls are in flight.
func (m *meter) take() (recent tally, inFlight int) {
	m.mu.Lock()
	defer m.mu.Unlock()

	recent = m.recent
	m.recent = tally{}
	return recent, m.inFlight
}

// marks are the first error, the first success and the most calls in flight since the last
// reset.
type marks struct {
	firstErr, firstOK time.Time
	worst             int
}

// resetMarks is the marks until now; they begin again.
func (m *meter) resetMarks() marks {
	m.mu.Lock()
	defer m.mu.Unlock()

	old := marks{m.firstErr, m.firstOK, m.worst}
	m.firstErr, m.firstOK, m.worst = time.Time{}, time.Time{}, m.inFlight
	return old
}
