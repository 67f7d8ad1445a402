package semantics_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestLateFailureDoesNotOpenAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 1, Open: time.Second, Probes: 1}))
		old := hang(t, g)
		require.Equal(t, "FS", drive(t, g, "FWS"))
		require.Equal(t, cb.Closed, g.State())

		old(errDown)
		s := g.Snapshot()
		require.Equal(t, cb.Closed, s.State)
		require.Zero(t, s.ConsecutiveFailures)
		require.EqualValues(t, 1, s.Totals.Late)
		require.EqualValues(t, 2, s.Totals.Failures)
	})
}

func TestLateResultsAreNoProbes(t *testing.T) {
	for name, result := range map[string]error{"success": nil, "failure": errDown} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newGuard(breaker(cb.Breaker{Failures: 1, Open: time.Second, Probes: 2}))
				old := []func(error){hang(t, g), hang(t, g)}
				require.Equal(t, "FS", drive(t, g, "FWS"))
				require.Equal(t, cb.HalfOpen, g.State())

				for _, finish := range old {
					finish(result)
				}
				require.Equal(t, cb.HalfOpen, g.State())
				require.EqualValues(t, 2, g.Snapshot().Totals.Late)

				hanging := hang(t, g)
				require.ErrorIs(t, succeed(g), cb.ErrOpen, "late results give no probe back")
				hanging(nil)
				require.Equal(t, cb.Closed, g.State())
			})
		})
	}
}

func TestLateResultFreesItsSlot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(cb.Policy{
			Breaker:  cb.Breaker{Failures: 1, Open: time.Second, Probes: 1},
			Bulkhead: cb.Bulkhead{Max: 2},
		})
		old := hang(t, g)
		require.Equal(t, "FS", drive(t, g, "FWS"))
		require.Equal(t, 1, g.Snapshot().InFlight)

		old(errDown)
		require.Zero(t, g.Snapshot().InFlight)
		defer hang(t, g)(nil)
		defer hang(t, g)(nil)
		require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
	})
}

func TestCallFromBeforeATransitionIsNotNoticedAsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{
			Failures: 1, Slow: time.Second, Window: cb.Window{Calls: 10}, Open: time.Second, Probes: 1,
		}))
		old := hang(t, g)
		require.Equal(t, "FS", drive(t, g, "FWS"))
		time.Sleep(time.Second)
		require.NoError(t, succeed(g))
		require.Equal(t, cb.Tally{Count: 0, Of: 1}, g.Snapshot().Slow)

		old(nil)
		require.Equal(t, cb.Tally{Count: 0, Of: 1}, g.Snapshot().Slow)
	})
}

func TestGenerationGrowsAtTransitionsOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 2, Open: time.Second, Probes: 1}))
		for _, step := range []struct {
			calls      string
			generation uint64
		}{
			{"SSFSF", 0},
			{"F", 1}, // opens
			{"SSW", 1},
			{"F", 3}, // half-open, and open again
			{"WS", 5},
			{"SS", 5},
		} {
			drive(t, g, step.calls)
			require.Equal(t, step.generation, g.Snapshot().Generation, step.calls)
		}
	})
}

func TestClosingForgetsTheWindows(t *testing.T) {
	for name, window := range map[string]cb.Window{"calls": {Calls: 4}, "time": {Period: time.Hour}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newGuard(breaker(cb.Breaker{
					Rate: 50 * cb.Percent, Slow: time.Second, Window: window, Min: 4, Open: time.Second, Probes: 1,
				}))
				require.Equal(t, "FFFFS", drive(t, g, "FFFFWS"))
				require.Equal(t, cb.Tally{}, g.Snapshot().Failures)
				require.Equal(t, cb.Tally{}, g.Snapshot().Slow)
				require.Equal(t, "FFSFX", drive(t, g, "FFSFS"))
			})
		})
	}
}

func TestCancelledCallCanBeLateAsWell(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 1}))
	ctx, hangUp := context.WithCancel(t.Context())
	require.ErrorIs(t, do(ctx, g, func() error {
		require.ErrorIs(t, fail(g), errDown)
		hangUp()
		return ctx.Err()
	}), context.Canceled)
	require.Equal(t, cb.Totals{Failures: 1, Cancelled: 1, Late: 1}, g.Snapshot().Totals)
}
