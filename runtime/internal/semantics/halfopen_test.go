package semantics_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// opened is a guard whose breaker has just opened.
func opened(t *testing.T, b cb.Breaker) *cb.Guard {
	t.Helper()
	b.Failures = 1
	g := newGuard(breaker(b))
	require.ErrorIs(t, fail(g), errDown)
	require.Equal(t, cb.Open, g.State())
	return g
}

func TestLookingAtAnExpiredOpenChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second})
		require.False(t, g.Snapshot().ProbeDue)
		time.Sleep(time.Second)

		before := g.Snapshot()
		require.True(t, before.ProbeDue)
		require.Equal(t, cb.Open, g.State())
		require.Equal(t, before, g.Snapshot())

		require.NoError(t, succeed(g))
		require.Equal(t, cb.HalfOpen, g.State())
		require.False(t, g.Snapshot().ProbeDue)
	})
}

func TestProbesAreBoundedInAllAndNotAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second, Probes: 3})
		time.Sleep(time.Second)

		hanging := hang(t, g)
		require.Equal(t, "SSX", drive(t, g, "SSS"))
		hanging(nil)
		require.Equal(t, cb.Closed, g.State())
	})
}

func TestNeutralOutcomeGivesItsProbeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second, Probes: 1})
		time.Sleep(time.Second)

		ctx, cancel := context.WithCancel(t.Context())
		require.ErrorIs(t, do(ctx, g, func() error {
			require.ErrorIs(t, succeed(g), cb.ErrOpen)
			cancel()
			return ctx.Err()
		}), context.Canceled)
		require.Equal(t, cb.HalfOpen, g.State())

		require.NoError(t, succeed(g))
		require.Equal(t, cb.Closed, g.State())
	})
}

func TestHangingProbesOpenTheBreakerAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second, Factor: 2, MaxOpen: time.Minute, Probes: 1, HalfOpen: 5 * time.Second})
		time.Sleep(time.Second)
		hanging := hang(t, g)

		time.Sleep(5*time.Second - 1)
		require.ErrorIs(t, succeed(g), cb.ErrOpen)
		require.Equal(t, cb.HalfOpen, g.State())

		time.Sleep(time.Nanosecond)
		require.Equal(t, cb.HalfOpen, g.State(), "only a call finds that the time is over")
		require.ErrorIs(t, succeed(g), cb.ErrOpen)
		require.Equal(t, cb.Open, g.State())

		requireOpenFor(t, g, 2*time.Second)
		require.NoError(t, succeed(g))
		require.Equal(t, cb.Closed, g.State())

		hanging(errDown)
		require.Equal(t, cb.Closed, g.State(), "the hanging probe came late")
		require.EqualValues(t, 1, g.Snapshot().Totals.Late)
	})
}

func TestHalfOpenLastsAsLongAsOpenByDefault(t *testing.T) {
	require.Equal(t, 7*time.Second, newGuard(breaker(cb.Breaker{Open: 7 * time.Second})).Snapshot().Policy.Breaker.HalfOpen)
}

// A client that calls once a minute has each probe answered long before the next one is
// made. The limit is for probes that hang: it runs while one is under way.
func TestRareProbesCloseTheBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second, Probes: 3, HalfOpen: time.Second})
		time.Sleep(time.Minute)
		require.NoError(t, succeed(g))

		time.Sleep(time.Minute)
		second := hang(t, g)
		time.Sleep(time.Second - 1)
		third := hang(t, g)
		second(nil)
		third(nil)
		require.Equal(t, cb.Closed, g.State())
	})
}

// Callers who each give up before the limit must not put it off together.
func TestHangingProbesOpenTheBreakerAgainAlthoughTheirCallersHangUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: 10 * time.Second, Probes: 2})
		time.Sleep(10 * time.Second)
		hangUp := func() error {
			ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
			defer cancel()
			return do(ctx, g, func() error {
				<-ctx.Done()
				return ctx.Err()
			})
		}
		require.ErrorIs(t, hangUp(), context.DeadlineExceeded)
		require.ErrorIs(t, hangUp(), context.DeadlineExceeded)
		require.ErrorIs(t, hangUp(), cb.ErrOpen)
		require.Equal(t, cb.Open, g.State())
	})
}

// halfOpenWithSlots is half-open, and the caller of a probe has hung up. fill takes away the
// slots that are left, and finds that out by a call; it returns what gives one back.
func halfOpenWithSlots(t *testing.T) (g *cb.Guard, fill func() (free func(error))) {
	t.Helper()
	p := cb.Policy{
		Breaker:  cb.Breaker{Failures: 1, Open: time.Second, Probes: 2, HalfOpen: time.Second},
		Bulkhead: cb.Bulkhead{Max: 2},
	}
	g = newGuard(p)
	hanging := hang(t, g)
	require.Equal(t, "F", drive(t, g, "FW"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, do(ctx, g, ctx.Err), context.Canceled)
	return g, func() func(error) {
		p.Bulkhead.Max = 1
		require.NoError(t, g.Apply(p))
		require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
		return hanging
	}
}

func TestFullBulkheadDoesNotStopTheLimitAfterACallerHasHungUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, fill := halfOpenWithSlots(t)
		fill()(nil)
		time.Sleep(time.Second)
		require.ErrorIs(t, succeed(g), cb.ErrOpen)
		require.Equal(t, cb.Open, g.State())
	})
}

// After an answered probe the limit begins anew, and a call that was not made is no probe.
func TestFullBulkheadStartsNoLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, fill := halfOpenWithSlots(t)
		require.NoError(t, succeed(g))
		fill()(nil)
		time.Sleep(time.Minute)
		require.NoError(t, succeed(g))
		require.Equal(t, cb.Closed, g.State())
	})
}

func TestAnAnsweredProbeStopsTheLimitThoughOthersWereCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second, Probes: 2, HalfOpen: time.Second})
		time.Sleep(time.Second)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, do(ctx, g, ctx.Err), context.Canceled)
		require.NoError(t, succeed(g))
		time.Sleep(time.Minute)
		require.NoError(t, succeed(g))
		require.Equal(t, cb.Closed, g.State())
	})
}

func TestSlowProbeOpensAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second, Slow: time.Second, Probes: 2})
		time.Sleep(time.Second)

		require.NoError(t, do(t.Context(), g, func() error {
			time.Sleep(time.Second + 1)
			return nil
		}))
		require.Equal(t, cb.Open, g.State())
	})
}

func TestProbeThatHasBecomeSlowOpensAgainBeforeItReturns(t *testing.T) {
	for name, next := range map[string]func(*testing.T, *cb.Guard, func(error)){
		"noticed by the next admission": func(t *testing.T, g *cb.Guard, _ func(error)) {
			require.ErrorIs(t, succeed(g), cb.ErrOpen)
		},
		"noticed by the next result": func(_ *testing.T, _ *cb.Guard, other func(error)) {
			other(nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := opened(t, cb.Breaker{Open: time.Minute, Slow: time.Second, Probes: 3})
				time.Sleep(time.Minute)

				hanging := hang(t, g)
				time.Sleep(time.Second)
				other := hang(t, g)
				time.Sleep(time.Second / 2)
				require.Equal(t, cb.HalfOpen, g.State())

				next(t, g, other)
				require.Equal(t, cb.Open, g.State())
				hanging(nil)
				require.Equal(t, cb.Open, g.State())
			})
		})
	}
}

func TestWaitIsDrawnFromTheJitterAndNotBelow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shortest, longest := time.Hour, time.Duration(0)
		for range 500 {
			g := opened(t, cb.Breaker{Open: time.Second, Jitter: 20 * cb.Percent})
			wait := time.Until(g.Snapshot().NextProbe)
			shortest, longest = min(shortest, wait), max(longest, wait)
		}
		require.GreaterOrEqual(t, shortest, time.Second)
		require.LessOrEqual(t, longest, 1200*time.Millisecond)
		require.Greater(t, longest-shortest, 150*time.Millisecond)
	})
}

func TestTimeLimitRunsFromTheFirstProbeUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second, Probes: 3, HalfOpen: 5 * time.Second})
		time.Sleep(time.Second)
		hang(t, g)
		time.Sleep(3 * time.Second)
		hang(t, g) // does not begin the limit anew
		time.Sleep(2 * time.Second)
		require.ErrorIs(t, succeed(g), cb.ErrOpen)
		require.Equal(t, cb.Open, g.State())
	})
}
