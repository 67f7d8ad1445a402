package semantics_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// While all is quiet, successes are only tallied. These tests hold what must not depend on it.

func succeedTimes(t *testing.T, g *cb.Guard, n int) {
	t.Helper()
	for range n {
		require.NoError(t, succeed(g))
	}
}

func TestTalliedSuccessesAreInTheCallWindow(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Calls: 10}, Min: 2}))
	succeedTimes(t, g, 6)
	require.Equal(t, cb.Tally{Of: 6}, g.Snapshot().Failures)
	require.Equal(t, "FFF", drive(t, g, "FFF"))
	require.Equal(t, cb.Tally{Count: 3, Of: 9}, g.Snapshot().Failures)
	succeedTimes(t, g, 9) // 3 failures have 9 successes behind them, and 2 are gone
	require.Equal(t, cb.Tally{Count: 1, Of: 10}, g.Snapshot().Failures)
	succeedTimes(t, g, 1000)
	require.Equal(t, cb.Tally{Of: 10}, g.Snapshot().Failures)
	require.Equal(t, "FFFFFX", drive(t, g, "FFFFFS"))
}

func TestTalliedSuccessesAreInTheBucketOfTheTimeWindowInWhichTheyCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Period: 10 * time.Second}, Min: 1}))
		succeedTimes(t, g, 100)
		time.Sleep(5 * time.Second)
		succeedTimes(t, g, 10)
		time.Sleep(2 * time.Second)
		succeedTimes(t, g, 7)
		require.Equal(t, cb.Tally{Of: 117}, g.Snapshot().Failures)

		time.Sleep(3 * time.Second) // the first have left
		require.Equal(t, cb.Tally{Of: 17}, g.Snapshot().Failures)
		time.Sleep(5 * time.Second)
		require.Equal(t, cb.Tally{Of: 7}, g.Snapshot().Failures)
		time.Sleep(2 * time.Second)
		require.Equal(t, cb.Tally{}, g.Snapshot().Failures)
		require.EqualValues(t, 117, g.Snapshot().Totals.Successes)
	})
}

// When the successes of an earlier time leave the window before its failures do, the rate
// rises although nothing has failed; the next result, a success, opens.
func TestSuccessOpensWhenOlderSuccessesHaveLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Period: 10 * time.Second}, Min: 1}))
		succeedTimes(t, g, 90)
		time.Sleep(5 * time.Second)
		for range 60 {
			require.ErrorIs(t, fail(g), errDown)
		}
		require.Equal(t, cb.Closed, g.State())
		succeedTimes(t, g, 5)
		time.Sleep(5500 * time.Millisecond)
		require.NoError(t, succeed(g))
		require.Equal(t, cb.Open, g.State())
	})
}

func TestTalliedSuccessEndsARowOfFailures(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 3}))
	for range 10 {
		require.Equal(t, "SSSFF", drive(t, g, "SSSFF"))
	}
	require.Equal(t, "FX", drive(t, g, "FS"))
}

func TestEverySuccessOfManyGoroutinesIsCounted(t *testing.T) {
	for name, p := range map[string]cb.Policy{
		"in a row":    breaker(cb.Breaker{Failures: 1000}),
		"calls":       breaker(cb.Breaker{Rate: 100 * cb.Percent, Window: cb.Window{Calls: 10}}),
		"time":        breaker(cb.Breaker{Rate: 100 * cb.Percent, Window: cb.Window{Period: time.Hour}}),
		"slow":        breaker(cb.Breaker{Slow: time.Hour, Window: cb.Window{Calls: 10}}),
		"group":       breaker(cb.Breaker{Failures: 1000, Group: "all"}),
		"bulkhead":    bulkhead(cb.Bulkhead{Max: 1000}),
		"no rule yet": {},
	} {
		t.Run(name, func(t *testing.T) {
			const callers, calls = 8, 20_000
			c := newClient()
			g, other := c.Guard("Charge", p), c.Guard("Refund", p)
			var running sync.WaitGroup
			for i := range callers {
				running.Go(func() {
					for n := range calls {
						if err := succeed(g); err != nil {
							t.Error(err)
						}
						if i == 0 && n%100 == 0 {
							_ = fail(g)
							_ = g.Snapshot()
						}
					}
				})
			}
			running.Wait()
			require.Equal(t, cb.Totals{Successes: callers * calls, Failures: calls / 100}, g.Snapshot().Totals)
			require.Equal(t, cb.Totals{}, other.Snapshot().Totals)
			require.Zero(t, g.Snapshot().InFlight)
		})
	}
}

// A bulkhead spreads its slots when many callers contend for them. It must not admit one
// too many for it, nor reject while a slot is free.
func TestSpreadSlotsAreAsManyAsTheLimit(t *testing.T) {
	const limit, callers, calls = 200, 8, 20_000
	g := newGuard(bulkhead(cb.Bulkhead{Max: limit}))
	var running sync.WaitGroup
	for range callers {
		running.Go(func() {
			for range calls {
				if err := succeed(g); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()

	var finish []func(error)
	for range limit {
		finish = append(finish, hang(t, g))
	}
	require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
	require.Equal(t, limit, g.Snapshot().InFlight)
	for _, f := range finish {
		f(nil)
		require.NoError(t, succeed(g))
	}
	require.Zero(t, g.Snapshot().InFlight)
}
