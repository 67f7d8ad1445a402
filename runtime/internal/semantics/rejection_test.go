package semantics_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestRejectionSaysWhoWhyAndForHowLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: 10 * time.Second, Probes: 1})
		time.Sleep(3 * time.Second)

		var rejected *cb.RejectedError
		err := succeed(g)
		require.ErrorAs(t, err, &rejected)
		require.Equal(t, "PaymentClient.Charge", rejected.Guard)
		require.Equal(t, cb.ErrOpen, rejected.Reason)
		require.Equal(t, 7*time.Second, rejected.RetryAfter())
		require.EqualError(t, err, "PaymentClient.Charge: circuit breaker is open")
		require.NotErrorIs(t, err, cb.ErrBulkheadFull)

		time.Sleep(time.Hour)
		require.Zero(t, rejected.RetryAfter())
	})
}

func TestRejectionByAFullBulkhead(t *testing.T) {
	g := newGuard(bulkhead(cb.Bulkhead{Max: 1}))
	defer hang(t, g)(nil)

	var rejected *cb.RejectedError
	err := succeed(g)
	require.ErrorAs(t, err, &rejected)
	require.Equal(t, "PaymentClient.Charge", rejected.Guard)
	require.Equal(t, cb.ErrBulkheadFull, rejected.Reason)
	require.Zero(t, rejected.RetryAfter())
	require.EqualError(t, err, "PaymentClient.Charge: bulkhead is full")
}

func TestRejectionWhileTheProbesAreUnderWayKnowsNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second, Probes: 1, HalfOpen: time.Hour})
		time.Sleep(time.Second)
		defer hang(t, g)(nil)

		var rejected *cb.RejectedError
		require.ErrorAs(t, succeed(g), &rejected)
		require.Equal(t, cb.ErrOpen, rejected.Reason)
		require.Zero(t, rejected.RetryAfter())
	})
}

func TestRejectionTellsOfTheLatestOpening(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second, Factor: 10, Probes: 1})
		retryAfter := func() time.Duration {
			var rejected *cb.RejectedError
			require.ErrorAs(t, succeed(g), &rejected)
			return rejected.RetryAfter()
		}
		require.Equal(t, time.Second, retryAfter())
		time.Sleep(time.Second)
		require.ErrorIs(t, fail(g), errDown)
		require.Equal(t, 10*time.Second, retryAfter())
	})
}

func TestGuardsOfAGroupRejectUnderTheirOwnNames(t *testing.T) {
	client := newClient()
	policy := breaker(cb.Breaker{Failures: 1, Group: "writes"})
	charge, refund := client.Guard("Charge", policy), client.Guard("Refund", policy)
	require.ErrorIs(t, fail(charge), errDown)

	require.EqualError(t, succeed(refund), "PaymentClient.Refund: circuit breaker is open")
	require.EqualError(t, succeed(charge), "PaymentClient.Charge: circuit breaker is open")
	require.EqualError(t, succeed(refund), "PaymentClient.Refund: circuit breaker is open")
}

func TestRejectionsForOneCauseAreOneValue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second})
		first := succeed(g)
		require.Same(t, first, succeed(g))

		time.Sleep(time.Second)
		require.ErrorIs(t, fail(g), errDown)
		require.NotSame(t, first, succeed(g), "it has opened again since")

		full := newGuard(bulkhead(cb.Bulkhead{Max: 1}))
		hang(t, full)
		require.Same(t, succeed(full), succeed(full))
	})
}
