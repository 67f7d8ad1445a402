package generated

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// book is a Ledger whose calls all return the same, when they may.
type book struct {
	err    error
	closed chan struct{} // calls wait for it; nil for those that need not
}

func (b *book) answer() error {
	if b.closed != nil {
		<-b.closed
	}
	return b.err
}

func (b *book) Credit(context.Context, string, int) error { return b.answer() }
func (b *book) Debit(context.Context, string, int) error  { return b.answer() }
func (b *book) Ping(context.Context) error                { return b.answer() }

func (b *book) Report(context.Context, string) (string, error) { return "", b.answer() }

func newLedger(next Ledger) *GuardedLedger {
	return NewGuardedLedger(next, cb.WithRegistry(new(cb.Registry)))
}

func TestMethodsOfAGroupOpenAndCloseTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &book{err: errDown}
		c := newLedger(next)
		require.ErrorIs(t, c.Credit(t.Context(), "a", 1), errDown)
		require.ErrorIs(t, c.Debit(t.Context(), "a", 1), errDown)

		require.ErrorIs(t, c.Credit(t.Context(), "a", 1), cb.ErrOpen)
		require.ErrorIs(t, c.Debit(t.Context(), "a", 1), cb.ErrOpen)
		for range 3 {
			_, err := c.Report(t.Context(), "a")
			require.ErrorIs(t, err, errDown, "its breaker is off")
			require.ErrorIs(t, c.Ping(t.Context()), errDown, "it is skipped")
		}

		next.err = nil
		time.Sleep(10 * time.Second)
		require.NoError(t, c.Debit(t.Context(), "a", 1), "the probe of one")
		require.NoError(t, c.Credit(t.Context(), "a", 1), "closes for the other")
		require.Equal(t, []string{"Ledger.Credit", "Ledger.Debit", "Ledger.Report"}, names(c.Guards()))
	})
}

func TestMethodsOfAGroupHaveTheirOwnBulkheads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &book{closed: make(chan struct{})}
		c := newLedger(next)
		for range 2 {
			go c.Credit(context.Background(), "a", 1)
		}
		synctest.Wait()
		require.ErrorIs(t, c.Credit(t.Context(), "a", 1), cb.ErrBulkheadFull)

		go c.Debit(context.Background(), "a", 1)
		synctest.Wait()
		require.ErrorIs(t, c.Debit(t.Context(), "a", 1), cb.ErrBulkheadFull)
		require.Equal(t, 1, c.Guards()[1].Snapshot().InFlight)
		close(next.closed)
	})
}

func TestCallOfAGroupAllocatesNothing(t *testing.T) {
	c := newLedger(new(book))
	ctx := context.Background()
	require.Zero(t, testing.AllocsPerRun(100, func() { c.Credit(ctx, "a", 1) }))
}
