package semantics_test

import (
	"context"
	"errors"
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

// Allocations are counted without the race detector, which makes its own: CI runs both.
func requireNoAllocations(t *testing.T, what string, f func()) {
	t.Helper()
	if n := testing.AllocsPerRun(1000, f); n != 0 {
		t.Errorf("%s allocates %v times", what, n)
	}
}

func TestClosedPathAllocatesNothing(t *testing.T) {
	ctx := context.Background()
	everything := cb.Breaker{Failures: 5, Rate: 50 * cb.Percent, Slow: time.Hour}
	inTime := everything
	inTime.Window.Period = time.Minute
	for name, p := range map[string]cb.Policy{
		"consecutive":  breaker(cb.Breaker{Failures: 5}),
		"count window": breaker(cb.Breaker{Rate: 50 * cb.Percent}),
		"time window":  breaker(cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Period: time.Minute}}),
		"bulkhead":     bulkhead(cb.Bulkhead{Max: 10, Wait: time.Second}),
		"everything":   {Breaker: everything, Bulkhead: cb.Bulkhead{Max: 10, Wait: time.Second, Queue: 5}},
		"all in time":  {Breaker: inTime, Bulkhead: cb.Bulkhead{Max: 10}},
	} {
		g := newGuard(p)
		requireNoAllocations(t, name+", success", func() {
			call, err := g.Begin(ctx)
			if err != nil {
				t.Fatal(err)
			}
			call.Return(nil)
			call.End()
		})
		failing := true
		requireNoAllocations(t, name+", every second one fails", func() {
			call, err := g.Begin(ctx)
			if err != nil && !errors.Is(err, cb.ErrOpen) {
				t.Fatal(err)
			}
			if failing {
				err = errDown
			}
			failing = !failing
			call.Return(err)
			call.End()
		})
	}
}

func TestRejectingAllocatesNothing(t *testing.T) {
	ctx := context.Background()
	reject := func(g *cb.Guard) func() {
		return func() {
			if _, err := g.Begin(ctx); err == nil {
				t.Fatal("admitted")
			}
		}
	}
	g := opened(t, cb.Breaker{Open: time.Hour})
	requireNoAllocations(t, "open", reject(g))

	full := newGuard(bulkhead(cb.Bulkhead{Max: 1}))
	hang(t, full)
	requireNoAllocations(t, "bulkhead full", reject(full))

	probing := opened(t, cb.Breaker{Open: 1, Probes: 1, HalfOpen: time.Hour})
	for probing.State() == cb.Open {
		hang(t, probing)
	}
	requireNoAllocations(t, "probes under way", reject(probing))

	client := newClient()
	group := breaker(cb.Breaker{Failures: 1, Open: time.Hour, Group: "all"})
	first, second := client.Guard("First", group), client.Guard("Second", group)
	require.ErrorIs(t, fail(first), errDown)
	rejectFirst, rejectSecond := reject(first), reject(second)
	requireNoAllocations(t, "a group", func() { rejectFirst(); rejectSecond() })
}
