package semantics_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestSnapshotTellsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		made := time.Now()
		g := newGuard(cb.Policy{
			Breaker:  cb.Breaker{Failures: 4, Rate: 60 * cb.Percent, Window: cb.Window{Calls: 5}, Slow: time.Second, Open: time.Minute},
			Bulkhead: cb.Bulkhead{Max: 1},
		})
		fresh := g.Snapshot()
		require.Equal(t, cb.Snapshot{
			Name:   "PaymentClient.Charge",
			ID:     fresh.ID,
			Policy: fresh.Policy,
			Source: fresh.Source,
			Since:  made,
		}, fresh)

		require.Equal(t, "SF", drive(t, g, "SF"))
		slowly(t, g, 2*time.Second, nil)
		finish := hang(t, g)
		require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
		s := g.Snapshot()
		require.Equal(t, cb.Closed, s.State)
		require.Equal(t, made, s.Since)
		require.Equal(t, cb.Tally{Count: 1, Of: 3}, s.Failures)
		require.Equal(t, cb.Tally{Count: 1, Of: 3}, s.Slow)
		require.Equal(t, 1, s.InFlight)
		require.Equal(t, cb.Totals{Successes: 2, Failures: 1, Slow: 1, RejectedFull: 1}, s.Totals)

		finish(errDown)
		require.Equal(t, "F", drive(t, g, "F")) // 3 of 5 failed
		opened := time.Now()
		time.Sleep(time.Second)
		require.ErrorIs(t, succeed(g), cb.ErrOpen)
		s = g.Snapshot()
		require.Equal(t, cb.Open, s.State)
		require.Equal(t, opened, s.Since)
		require.EqualValues(t, 1, s.Generation)
		require.Equal(t, opened.Add(time.Minute), s.NextProbe)
		require.False(t, s.ProbeDue)
		require.Equal(t, 2, s.ConsecutiveFailures)
		require.Equal(t, cb.Totals{Successes: 2, Failures: 3, Slow: 1, RejectedFull: 1, RejectedOpen: 1}, s.Totals)
		require.Equal(t, cb.Failure{Time: opened, Text: "the dependency is down"}, s.LastFailure)
	})
}

func TestSnapshotHasThePolicyWithItsDefaults(t *testing.T) {
	want := cb.Breaker{Failures: 5, Open: 30 * time.Second, Factor: 1, Probes: 3, HalfOpen: 30 * time.Second}
	got := newGuard(breaker(cb.Breaker{Failures: 5})).Snapshot().Policy
	require.Equal(t, breaker(want), got)
}

func TestGuardWithoutABreakerIsClosed(t *testing.T) {
	g := newGuard(bulkhead(cb.Bulkhead{Max: 1}))
	for range 100 {
		require.ErrorIs(t, fail(g), errDown)
	}
	require.Equal(t, cb.Closed, g.State())
	require.Equal(t, cb.Totals{Failures: 100}, g.Snapshot().Totals)
}

func TestStatesHaveTheirNumbersAndNames(t *testing.T) {
	for number, name := range []string{"closed", "open", "half_open", "forced_open", "disabled", "observe"} {
		require.Equal(t, name, cb.State(number).String())
	}
	require.Equal(t, []cb.State{0, 1, 2, 3, 4, 5}, []cb.State{cb.Closed, cb.Open, cb.HalfOpen, cb.ForcedOpen, cb.Disabled, cb.Observe})
	require.Equal(t, "State(7)", cb.State(7).String())
	require.Equal(t, "State(-1)", cb.State(-1).String())
}

// In real time, where the clock on the wall and the one that only goes forward differ.
func TestSinceDoesNotMove(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 1}))
	for _, happen := range []func(){func() {}, func() { _ = fail(g) }, func() { require.NoError(t, g.Apply(breaker(cb.Breaker{Failures: 2}))) }} {
		happen()
		first := g.Snapshot()
		for range 100 {
			again := g.Snapshot()
			require.Equal(t, first.Since, again.Since)
			require.Equal(t, first.NextProbe, again.NextProbe)
		}
	}
}

func TestRateOfATallyIsReachedWhenTheRuleIs(t *testing.T) {
	require.Zero(t, cb.Tally{}.Rate())
	require.Equal(t, cb.Rate(333333), cb.Tally{Count: 1, Of: 3}.Rate())
	require.Equal(t, cb.Rate(7*cb.Percent), cb.Tally{Count: 7, Of: 100}.Rate())
	require.Equal(t, cb.Rate(100*cb.Percent), cb.Tally{Count: 1_000_000, Of: 1_000_000}.Rate())
}

func TestIDsTellGuardsOfOneNameApart(t *testing.T) {
	first, second := newGuard(cb.Policy{}), newGuard(cb.Policy{})
	require.Equal(t, first.Name(), second.Name())
	require.Less(t, first.Snapshot().ID, second.Snapshot().ID)
}
