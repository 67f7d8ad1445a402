package semantics_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// inParallel has a few goroutines do the same, each so many times.
func inParallel(goroutines, times int, f func()) {
	var all sync.WaitGroup
	for range goroutines {
		all.Go(func() {
			for range times {
				f()
			}
		})
	}
	all.Wait()
}

func TestResultsInParallelAreAllRecorded(t *testing.T) {
	const goroutines, times = 4, 20_000
	const calls = goroutines * times
	for name, b := range map[string]cb.Breaker{
		"in a row":        {Failures: calls + 1},
		"window of calls": {Rate: 100 * cb.Percent, Slow: time.Hour, Window: cb.Window{Calls: calls + 1}},
		"window of time":  {Rate: 100 * cb.Percent, Slow: time.Hour, Window: cb.Window{Period: time.Hour}, Min: calls + 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newGuard(breaker(b))
				inParallel(goroutines, times, func() { fail(g) })

				s := g.Snapshot()
				require.Equal(t, cb.Closed, s.State)
				require.Equal(t, calls, s.ConsecutiveFailures)
				require.EqualValues(t, calls, s.Totals.Failures)
				if b.Rate != 0 {
					require.Equal(t, cb.Tally{Count: calls, Of: calls}, s.Failures)
					require.Equal(t, cb.Tally{Count: 0, Of: calls}, s.Slow)
				}
				require.ErrorIs(t, fail(g), errDown)
				require.Equal(t, cb.Open, g.State(), "at the very next failure")
			})
		})
	}
}

func TestBulkheadIsNeverOverfull(t *testing.T) {
	for _, most := range []int64{1, 2} {
		g := newGuard(bulkhead(cb.Bulkhead{Max: int(most)}))
		var inside atomic.Int64
		var overfull atomic.Bool
		inParallel(3, 150_000, func() {
			do(t.Context(), g, func() error {
				if inside.Add(1) > most {
					overfull.Store(true)
				}
				inside.Add(-1)
				return nil
			})
		})
		require.False(t, overfull.Load(), "more than %d calls at once", most)
		require.Zero(t, g.Snapshot().InFlight)
	}
}
