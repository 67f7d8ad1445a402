package main

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/stretchr/testify/require"
)

func TestQuantileIsAMeasuredDuration(t *testing.T) {
	var calls second
	for i := range 100 {
		calls.took = append(calls.took, time.Duration(100-i)*time.Millisecond)
	}
	require.Equal(t, 50*time.Millisecond, calls.quantile(0.50))
	require.Equal(t, 99*time.Millisecond, calls.quantile(0.99))
	require.Equal(t, 100*time.Millisecond, calls.quantile(1))
	require.Equal(t, time.Millisecond, calls.quantile(0))
}

func TestRejectionsAreNoCallsAndHaveNoLatency(t *testing.T) {
	var m meter
	now := time.Now()
	for _, err := range []error{
		nil,
		errors.New("out of order"),
		fmt.Errorf("post: %w", context.DeadlineExceeded),
		fmt.Errorf("post: %w", context.Canceled),
		fmt.Errorf("charge: %w", cb.ErrOpen),
		fmt.Errorf("charge: %w", cb.ErrBulkheadFull),
	} {
		m.begin()
		m.end(err, now, now.Add(time.Second))
	}
	taken := m.take()
	require.Equal(t, tally{served: 1, failed: 1, hungUp: 1, cutOff: 1, rejected: 2, waited: 6 * time.Second}, taken.tally)
	require.Equal(t, 3, taken.calls())
	require.Equal(t, 2, taken.failures())
	require.Equal(t, 6, taken.callers())
	require.Len(t, taken.took, taken.calls())
	require.Equal(t, taken.tally, m.totals())
	require.Zero(t, m.take())
}

func TestServedSinceTheMarksIsACallThatBeganSince(t *testing.T) {
	var m meter
	now := time.Now()
	m.resetMarks(now)
	m.begin()
	m.begin()
	m.end(nil, now.Add(-time.Second), now.Add(time.Second))
	m.end(nil, now.Add(time.Second), now.Add(3*time.Second))
	marks := m.resetMarks(now)
	require.Equal(t, now.Add(3*time.Second), marks.firstOK)
	require.Equal(t, 2, marks.worst)
}
