package semantics_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// slowly makes a call that takes so long.
func slowly(t *testing.T, g *cb.Guard, took time.Duration, err error) {
	t.Helper()
	require.ErrorIs(t, do(t.Context(), g, func() error {
		time.Sleep(took)
		return err
	}), err)
}

func TestSlowCallsOpenTheBreakerAlthoughTheySucceed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Slow: time.Second, SlowRate: 50 * cb.Percent, Window: cb.Window{Calls: 4}}))
		slowly(t, g, 2*time.Second, nil)
		require.Equal(t, "SS", drive(t, g, "SS"))
		require.Equal(t, cb.Closed, g.State())

		slowly(t, g, 2*time.Second, nil)
		require.Equal(t, cb.Open, g.State())
		require.EqualValues(t, 2, g.Snapshot().Totals.Slow)
	})
}

func TestFailuresCanBeSlowAsWell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 2}}))
		slowly(t, g, 2*time.Second, errDown)
		slowly(t, g, 2*time.Second, errDown)
		require.Equal(t, cb.Open, g.State())
	})
}

func TestFailureOrSlowRateOpens(t *testing.T) {
	both := cb.Breaker{
		Rate: 50 * cb.Percent, Slow: time.Second, SlowRate: 50 * cb.Percent, Window: cb.Window{Calls: 10}, Min: 2,
	}
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(both))
		require.Equal(t, "SFX", drive(t, g, "SFS"))
	})
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(both))
		slowly(t, g, 2*time.Second, nil)
		require.Equal(t, "SX", drive(t, g, "SS"))
	})
}

func TestDependencyThatHangsOpensTheBreakerAlthoughNothingReturns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 10}, Min: 5}))
		for range 5 {
			hang(t, g)
		}
		time.Sleep(time.Second)
		finish := hang(t, g)
		require.Equal(t, cb.Closed, g.State(), "exactly slow is not slow")

		time.Sleep(time.Nanosecond)
		require.ErrorIs(t, succeed(g), cb.ErrOpen, "the next admission notices")
		finish(nil)
	})
}

func TestResultNoticesCallsThatHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Slow: time.Second, SlowRate: 50 * cb.Percent, Window: cb.Window{Calls: 10}, Min: 3}))
		hang(t, g)
		hang(t, g)
		time.Sleep(time.Second)
		finish := hang(t, g)
		time.Sleep(time.Second / 2)
		require.Equal(t, cb.Closed, g.State(), "nobody has looked yet")

		finish(nil)
		require.Equal(t, cb.Open, g.State())
		require.Equal(t, cb.Tally{Count: 2, Of: 3}, g.Snapshot().Slow)
	})
}

func TestCallNoticedInFlightIsNotCountedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 10}}))
		first := hang(t, g)
		time.Sleep(2 * time.Second)
		require.NoError(t, succeed(g)) // notices the first
		require.Equal(t, cb.Tally{Count: 1, Of: 2}, g.Snapshot().Slow)

		first(nil)
		require.Equal(t, cb.Tally{Count: 1, Of: 2}, g.Snapshot().Slow)
		require.EqualValues(t, 1, g.Snapshot().Totals.Slow)
	})
}

func TestCallThatReturnsUnnoticedIsCountedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 10}}))
		slowly(t, g, 2*time.Second, nil)
		require.NoError(t, succeed(g))
		require.Equal(t, cb.Tally{Count: 1, Of: 2}, g.Snapshot().Slow)
	})
}

func TestCancelledCallIsNotSlowUnlessItWasNoticedBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 10}}))
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		wait := func() error {
			<-ctx.Done()
			return ctx.Err()
		}
		require.ErrorIs(t, do(ctx, g, wait), context.DeadlineExceeded)
		require.Equal(t, cb.Tally{}, g.Snapshot().Slow)
		require.Zero(t, g.Snapshot().Totals.Slow)
	})
}

// Calls that began about the same time are noticed together, when the last of them is slow.
// Those that return before that have been slow all the same.
func TestSlowCallIsSlowThoughCallsThatBeganWithItAreNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 1000}}))
		time.Sleep(900 * time.Millisecond)
		var finish []func(error)
		for range 100 {
			finish = append(finish, hang(t, g))
			time.Sleep(time.Millisecond)
		}
		time.Sleep(100 * time.Millisecond)
		require.NoError(t, succeed(g)) // looks, and finds that nothing is slow yet

		time.Sleep(800*time.Millisecond + 1)
		for i, f := range finish {
			f(nil) // slow by a nanosecond
			require.EqualValues(t, i+1, g.Snapshot().Totals.Slow)
			time.Sleep(time.Millisecond)
		}
		require.Equal(t, cb.Tally{Count: 100, Of: 101}, g.Snapshot().Slow)
	})
}

func TestCallsStartedAtManyTimesAreEachNoticedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 1000}}))
		var finish []func(error)
		for range 300 {
			finish = append(finish, hang(t, g))
			time.Sleep(7 * time.Millisecond)
		}
		for _, f := range finish {
			f(nil)
			time.Sleep(3 * time.Millisecond)
		}
		s := g.Snapshot()
		require.Equal(t, 300, s.Slow.Of)
		require.EqualValues(t, s.Totals.Slow, s.Slow.Count)
	})
}

// No call is noticed before it is slow, and every one at most a sixteenth of slow later,
// whenever they have started.
func TestCallsInFlightAreNoticedAtMostOneStepLate(t *testing.T) {
	const slow, step = 16 * time.Second, time.Second
	synctest.Test(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(5, 6))
		g := newGuard(breaker(cb.Breaker{Slow: slow, Window: cb.Window{Calls: 10_000}}))
		var started []time.Time
		older := func(than time.Duration) (n int) {
			for _, at := range started {
				if time.Since(at) > than {
					n++
				}
			}
			return n
		}
		for range 1000 {
			started = append(started, time.Now())
			hang(t, g)
			noticed := g.Snapshot().Slow.Count
			require.LessOrEqual(t, noticed, older(slow))
			require.GreaterOrEqual(t, noticed, older(slow+step))
			time.Sleep(time.Duration(rnd.Int64N(int64(step))))
		}
	})
}

func TestLateResultNoticesNoCallsThatHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{
			Failures: 1, Slow: time.Second, Window: cb.Window{Calls: 10}, Min: 1, Open: time.Second, Probes: 1,
		}))
		old := hang(t, g)
		require.Equal(t, "FS", drive(t, g, "FWS"))
		hang(t, g)
		time.Sleep(2 * time.Second)
		old(nil)
		require.Equal(t, cb.Closed, g.State())
		require.ErrorIs(t, succeed(g), cb.ErrOpen)
	})
}

func TestLateResultCountsAsSlowInTheTotals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 1, Slow: time.Second, Window: cb.Window{Calls: 10}}))
		old := hang(t, g)
		require.ErrorIs(t, fail(g), errDown)
		time.Sleep(2 * time.Second)
		old(nil)
		require.Equal(t, cb.Totals{Successes: 1, Failures: 1, Slow: 1, Late: 1}, g.Snapshot().Totals)
	})
}
