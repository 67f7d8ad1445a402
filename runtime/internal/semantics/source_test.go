package semantics_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// here is the line that calls it, as a Source prints.
func here() string {
	_, _, line, _ := runtime.Caller(1)
	return fmt.Sprintf("github.com/cbgen/cbgen/runtime/internal/semantics_test/source_test.go:%d", line)
}

func TestSourceIsWhereThePolicyWasSet(t *testing.T) {
	client := newClient()
	g, made := client.Guard("Charge", breaker(cb.Breaker{Failures: 1})), here()
	require.Equal(t, made, g.Snapshot().Source.String())

	require.Error(t, g.Apply(breaker(cb.Breaker{Failures: -1})))
	require.Equal(t, made, g.Snapshot().Source.String())

	err, applied := g.Apply(breaker(cb.Breaker{Failures: 2})), here()
	require.NoError(t, err)
	require.Equal(t, applied, g.Snapshot().Source.String())
}

func TestSourceInAGroupIsWhereTheBreakersPartWasSet(t *testing.T) {
	client := newClient()
	policy := breaker(cb.Breaker{Failures: 1, Group: "all"})
	charge, refund := client.Guard("Charge", policy), client.Guard("Refund", policy)
	policy.Breaker.Failures = 2
	err, applied := charge.Apply(policy), here()
	require.NoError(t, err)
	require.Equal(t, applied, refund.Snapshot().Source.String())
}

func TestZeroSourceIsEmpty(t *testing.T) {
	require.Empty(t, cb.Source(0).String())
}
