package semantics_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestForcedOpenRejectsUntilReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 1, Open: time.Second}))
		g.ForceOpen()
		require.Equal(t, cb.ForcedOpen, g.State())
		err := succeed(g)
		require.ErrorIs(t, err, cb.ErrOpen)
		var rejected *cb.RejectedError
		require.ErrorAs(t, err, &rejected)
		require.Zero(t, rejected.RetryAfter(), "nobody knows")

		time.Sleep(time.Hour)
		require.ErrorIs(t, succeed(g), cb.ErrOpen)

		g.Reset()
		require.Equal(t, cb.Closed, g.State())
		require.NoError(t, succeed(g))
	})
}

func TestForcedOpenCutsOffWhatHasNoBreaker(t *testing.T) {
	g := newGuard(bulkhead(cb.Bulkhead{Max: 1}))
	g.ForceOpen()
	require.ErrorIs(t, succeed(g), cb.ErrOpen)
	g.Reset()
	require.NoError(t, succeed(g))
}

func TestDisabledAdmitsAllAndRecordsNothing(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 2, Rate: 50 * cb.Percent, Window: cb.Window{Calls: 4}}))
	g.Disable()
	require.Equal(t, "FFFFFFFFSS", drive(t, g, "FFFFFFFFSS"))
	s := g.Snapshot()
	require.Equal(t, cb.Disabled, s.State)
	require.Equal(t, cb.Counts{}, s.Counts)
	require.Equal(t, cb.Totals{Failures: 8, Successes: 2}, s.Totals)

	g.Reset()
	require.Equal(t, "FFX", drive(t, g, "FFS"))
}

func TestBulkheadHoldsInEveryManualState(t *testing.T) {
	for _, state := range []func(*cb.Guard){(*cb.Guard).Disable, (*cb.Guard).Observe, (*cb.Guard).Reset} {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1}))
		state(g)
		finish := hang(t, g)
		require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
		finish(nil)
		require.NoError(t, succeed(g))
	}
}

func TestObserveAdmitsAllAndCountsWhatWouldHaveBeenRejected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 2, Open: time.Second, Probes: 1}))
		g.Observe()
		require.Equal(t, "FFFFS", drive(t, g, "FFFFS"))
		s := g.Snapshot()
		require.Equal(t, cb.Observe, s.State)
		require.Equal(t, cb.Open, s.Observed)
		require.Equal(t, cb.Totals{Failures: 4, Successes: 1, WouldReject: 3}, s.Totals)

		// What would not have been called has no say in what the rules would do.
		require.Equal(t, "S", drive(t, g, "WS"))
		require.Equal(t, cb.Closed, g.Snapshot().Observed)
		require.Equal(t, "FFS", drive(t, g, "FFS"))
		require.EqualValues(t, 4, g.Snapshot().Totals.WouldReject)

		g.Reset()
		require.Equal(t, "FFX", drive(t, g, "FFS"))
	})
}

// A call that waits for a slot asks the breaker twice, and one that finds none is not admitted.
func TestWouldRejectCountsCallsAndNotQuestions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(cb.Policy{Breaker: cb.Breaker{Failures: 1}, Bulkhead: cb.Bulkhead{Max: 1, Wait: time.Second}})
		g.Observe()
		require.Equal(t, "F", drive(t, g, "F"))
		finish := hang(t, g)
		var waiters sync.WaitGroup
		waiters.Go(func() { require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull) })
		time.Sleep(2 * time.Second)
		waiters.Go(func() { require.NoError(t, succeed(g)) })
		synctest.Wait()
		finish(nil)
		waiters.Wait()
		require.EqualValues(t, 2, g.Snapshot().Totals.WouldReject)
	})
}

func TestObservedProbesAreAsManyAsWouldBeAdmitted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 1, Open: time.Second, Probes: 2}))
		g.Observe()
		require.Equal(t, "F", drive(t, g, "FW"))
		first, second, third := hang(t, g), hang(t, g), hang(t, g)
		third(errDown) // would not have been made
		require.Equal(t, cb.HalfOpen, g.Snapshot().Observed)
		first(nil)
		second(nil)
		require.Equal(t, cb.Closed, g.Snapshot().Observed)
		require.EqualValues(t, 1, g.Snapshot().Totals.WouldReject)
	})
}

func TestManualTransitionsAreGenerationsAndForgetWhatWas(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 2}))
	require.Equal(t, "F", drive(t, g, "F"))
	hanging := hang(t, g)

	g.ForceOpen()
	g.ForceOpen()
	require.EqualValues(t, 1, g.Snapshot().Generation, "the second changed nothing")
	hanging(errDown)
	require.EqualValues(t, 1, g.Snapshot().Totals.Late)

	g.Reset()
	require.EqualValues(t, 2, g.Snapshot().Generation)
	require.Equal(t, "FFX", drive(t, g, "FFS"))
}

func TestResettingAClosedBreakerForgetsItsFailures(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 2}))
	require.Equal(t, "F", drive(t, g, "F"))
	g.Reset()
	require.Zero(t, g.Snapshot().Generation, "it was closed before")
	require.Equal(t, "FFX", drive(t, g, "FFS"))
}

func TestResetClosesAnOpenBreaker(t *testing.T) {
	g := opened(t, cb.Breaker{Open: time.Hour})
	g.Reset()
	require.Equal(t, "SFX", drive(t, g, "SFS"))
}

func TestManualStateIsThatOfTheGroup(t *testing.T) {
	c := newClient()
	p := breaker(cb.Breaker{Failures: 1, Group: "all"})
	charge, refund := c.Guard("Charge", p), c.Guard("Refund", p)
	charge.ForceOpen()
	require.Equal(t, cb.ForcedOpen, refund.State())
	require.ErrorIs(t, succeed(refund), cb.ErrOpen)
}
