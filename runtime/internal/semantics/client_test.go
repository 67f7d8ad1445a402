package semantics_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestGuardIsNamedAfterItsClientAndMethod(t *testing.T) {
	require.Equal(t, "PaymentClient.Charge", newGuard(cb.Policy{}).Name())
}

func TestNilIsRefusedAtConstruction(t *testing.T) {
	require.PanicsWithValue(t, "cb: the PaymentClient to guard is nil", func() { cb.NewClient("PaymentClient", nil) })
	require.Panics(t, func() { cb.WithRegistry(nil) })
}

func TestInvalidPolicyIsRefused(t *testing.T) {
	client := newClient()
	require.PanicsWithValue(t, "cb: PaymentClient.Charge: breaker rate: must be above 0% and at most 100%", func() {
		client.Guard("Charge", breaker(cb.Breaker{Rate: 101 * cb.Percent}))
	})
}

func TestGroupSharesTheBreakerAndNotTheBulkhead(t *testing.T) {
	client := newClient()
	policy := cb.Policy{Breaker: cb.Breaker{Failures: 2, Group: "writes"}, Bulkhead: cb.Bulkhead{Max: 1}}
	charge, refund := client.Guard("Charge", policy), client.Guard("Refund", policy)
	balance := client.Guard("Balance", breaker(cb.Breaker{Failures: 2}))

	finish := hang(t, charge)
	require.NoError(t, succeed(refund), "its own bulkhead")
	require.ErrorIs(t, succeed(charge), cb.ErrBulkheadFull)

	require.ErrorIs(t, fail(refund), errDown)
	finish(errDown)
	require.Equal(t, cb.Open, charge.State())
	require.Equal(t, cb.Open, refund.State())
	require.Equal(t, cb.Closed, balance.State())
	require.EqualValues(t, 1, charge.Snapshot().Totals.Failures, "its own totals")
}

func TestGroupsOfTwoClientsAreApart(t *testing.T) {
	policy := breaker(cb.Breaker{Failures: 1, Group: "writes"})
	one, other := newGuard(policy), newGuard(policy)
	require.ErrorIs(t, fail(one), errDown)
	require.Equal(t, cb.Closed, other.State())
}

func TestGroupHasOneBreakerPolicy(t *testing.T) {
	client := newClient()
	client.Guard("Charge", breaker(cb.Breaker{Failures: 1, Group: "writes"}))
	require.PanicsWithValue(t,
		"cb: PaymentClient.Refund: another breaker policy than PaymentClient.Charge of the same group writes",
		func() { client.Guard("Refund", breaker(cb.Breaker{Failures: 2, Group: "writes"})) })
}

// The breaker policy is the same, and only what it takes from the timeout by default is not.
func TestMethodsOfAGroupMayHaveDifferentTimeouts(t *testing.T) {
	brief := cb.Policy{Breaker: cb.Breaker{Failures: 1, Group: "all"}, Timeout: time.Second}
	long := brief
	long.Timeout = 20 * time.Second
	for _, policies := range [][2]cb.Policy{{brief, long}, {long, brief}} {
		client := newClient()
		guards := []*cb.Guard{client.Guard("Charge", policies[0], cb.Timed), client.Guard("Refund", policies[1], cb.Timed)}
		for _, g := range guards {
			require.Equal(t, 40*time.Second, g.Snapshot().Policy.Breaker.HalfOpen)
		}
		require.NoError(t, cb.Policies{"Charge": &policies[0], "Refund": &policies[1]}.Apply(guards))
		require.Equal(t, 40*time.Second, guards[0].Snapshot().Policy.Breaker.HalfOpen)
	}
}
