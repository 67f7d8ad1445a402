package semantics_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// instead makes one call of the fallback, the way that generated code does.
func instead(g *cb.Guard, f func() error) error {
	fallback := g.Fallback()
	defer fallback.End()

	err := f()
	fallback.Return(err)
	return err
}

func TestFallbacksAndTheirFailuresAreCounted(t *testing.T) {
	g := newGuard(oneFailure)
	require.NoError(t, instead(g, func() error { return nil }))
	require.ErrorIs(t, instead(g, func() error { return errDown }), errDown)
	require.PanicsWithValue(t, "boom", func() { instead(g, explode) })

	require.Equal(t, cb.Totals{Fallbacks: 3, FallbackFailures: 2}, g.Snapshot().Totals)
	require.Equal(t, cb.Closed, g.State(), "what a fallback does says nothing about the dependency")
}

func TestOnlyRejectionsAreRejected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		require.False(t, newGuard(oneFailure).Rejected(nil))

		open := opened(t, cb.Breaker{Failures: 1})
		_, err := open.Begin(t.Context())
		require.True(t, open.Rejected(err))

		full := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Hour}))
		finish := hang(t, full)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = full.Begin(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.False(t, full.Rejected(err), "the caller hung up while it waited")
		_, err = full.Begin(t.Context())
		require.True(t, full.Rejected(err))
		finish(nil)
	})
}

func TestCauseOfAFailureIsNeverNil(t *testing.T) {
	require.ErrorIs(t, cb.CauseOf(errDown), errDown)
	require.ErrorIs(t, cb.CauseOf(nil), cb.ErrFailed)
}

func TestNilFallbackIsRefusedWhenTheClientIsMade(t *testing.T) {
	require.PanicsWithValue(t, "cb: the fallback of the PaymentClient is nil", func() { newClient().RequireFallback(nil) })
	newClient().RequireFallback(struct{}{})
}
