package semantics_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

var oneFailure = cb.Policy{Breaker: cb.Breaker{Failures: 1}, Bulkhead: cb.Bulkhead{Max: 1}}

func explode() error { panic("boom") }

func TestPanicFreesTheSlotAndCountsAsFailure(t *testing.T) {
	g := newGuard(oneFailure)
	require.PanicsWithValue(t, "boom", func() { do(t.Context(), g, explode) })

	s := g.Snapshot()
	require.Equal(t, cb.Open, s.State)
	require.Zero(t, s.InFlight)
	require.Equal(t, cb.Totals{Failures: 1}, s.Totals)
}

func TestPanicKeepsItsTrace(t *testing.T) {
	g := newGuard(oneFailure)
	defer func() {
		require.Equal(t, "boom", recover())
		require.Contains(t, string(debug.Stack()), "explode")
	}()
	do(t.Context(), g, explode)
}

func TestGoexitFreesTheSlotAndCountsAsFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(oneFailure)
		go do(t.Context(), g, func() error {
			runtime.Goexit()
			return nil
		})
		synctest.Wait()

		s := g.Snapshot()
		require.Equal(t, cb.Open, s.State)
		require.Zero(t, s.InFlight)
		require.Equal(t, cb.Totals{Failures: 1}, s.Totals)
	})
}

func TestPanicOfACancelledCallIsAFailure(t *testing.T) {
	g := newGuard(oneFailure)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.Panics(t, func() { do(ctx, g, explode) })
	require.Equal(t, cb.Open, g.State())
}

func TestOutcomeOfAnError(t *testing.T) {
	live := context.Background()
	cancelled, cancel := context.WithCancel(live)
	cancel()
	expired, cancel := context.WithDeadline(live, time.Now().Add(-time.Second))
	defer cancel()

	errGone := errors.New("the user has left")
	caused, giveUp := context.WithCancelCause(live)
	giveUp(errGone)

	success, failure, neutral := cb.Totals{Successes: 1}, cb.Totals{Failures: 1}, cb.Totals{Cancelled: 1}
	for name, c := range map[string]struct {
		ctx  context.Context
		err  error
		want cb.Totals
	}{
		"nil":                                   {live, nil, success},
		"nil after the caller hung up":          {cancelled, nil, success},
		"an error":                              {live, errDown, failure},
		"an error after the caller hung up":     {cancelled, errDown, failure},
		"cancelled by the caller":               {cancelled, context.Canceled, neutral},
		"cancelled by the caller, wrapped":      {cancelled, fmt.Errorf("call: %w", context.Canceled), neutral},
		"cancelled by the caller, joined":       {cancelled, errors.Join(errDown, context.Canceled), neutral},
		"the caller's deadline":                 {expired, context.DeadlineExceeded, neutral},
		"a timeout after the caller hung up":    {cancelled, context.DeadlineExceeded, neutral},
		"the cause of the cancellation":         {caused, fmt.Errorf("get: %w", errGone), neutral},
		"cancelled for a cause":                 {caused, context.Canceled, neutral},
		"an error that is not the cause":        {caused, errDown, failure},
		"cancelled within the client":           {live, context.Canceled, failure},
		"a timeout within the client":           {live, context.DeadlineExceeded, failure},
		"a rejection by a guard further in":     {live, &cb.RejectedError{Guard: "X.Y", Reason: cb.ErrOpen}, failure},
		"an error without a context":            {nil, errDown, failure},
		"a context's error without any context": {nil, context.Canceled, failure},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGuard(cb.Policy{Breaker: cb.Breaker{Failures: 5}, Bulkhead: cb.Bulkhead{Max: 1}})
			require.Equal(t, c.err, do(c.ctx, g, func() error { return c.err }))

			s := g.Snapshot()
			require.Equal(t, c.want, s.Totals)
			require.EqualValues(t, c.want.Failures, s.ConsecutiveFailures)
			require.Zero(t, s.InFlight)
		})
	}
}

func TestCancelledCallsAreInNoWindow(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 2, Rate: 50 * cb.Percent, Window: cb.Window{Calls: 4}, Slow: time.Hour}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, fail(g), errDown)
	for range 10 {
		require.ErrorIs(t, do(ctx, g, ctx.Err), context.Canceled)
	}

	s := g.Snapshot()
	require.Equal(t, cb.Tally{Count: 1, Of: 1}, s.Failures)
	require.Equal(t, cb.Tally{Count: 0, Of: 1}, s.Slow)
	require.Equal(t, 1, s.ConsecutiveFailures, "a call that says nothing does not end a row of failures")
}

func TestReturnAndEndCountOnce(t *testing.T) {
	for _, policy := range []cb.Policy{
		{Breaker: cb.Breaker{Failures: 2}},
		{Breaker: cb.Breaker{Failures: 2}, Bulkhead: cb.Bulkhead{Max: 1}},
		{Breaker: cb.Breaker{Slow: time.Hour}},
	} {
		for _, result := range []error{nil, errDown} {
			g := newGuard(policy)
			call, err := g.Begin(t.Context())
			require.NoError(t, err)
			call.Return(result)
			call.Return(nil)
			call.Return(errDown)
			call.End()
			call.End()
			call.Return(result)

			s := g.Snapshot()
			require.Equal(t, uint64(1), s.Totals.Successes+s.Totals.Failures)
			require.Zero(t, s.InFlight)
		}
	}
}

func TestCallThatWasRejectedNeedsNoEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(cb.Policy{Breaker: cb.Breaker{Failures: 1}})
		require.ErrorIs(t, fail(g), errDown)
		before := g.Snapshot()
		call, err := g.Begin(t.Context())
		require.ErrorIs(t, err, cb.ErrOpen)
		call.Return(nil)
		call.Return(errDown)
		call.End()

		before.Totals.RejectedOpen++
		require.Equal(t, before, g.Snapshot())
	})
}

// lazyContext has a deadline, and a timer that is late.
type lazyContext struct{ context.Context }

func (lazyContext) Deadline() (time.Time, bool) { return time.Now(), true }

func TestErrorOfADeadlineThatHasPassedIsTheCallersBeforeHisContextSaysSo(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 1}))
	require.Error(t, do(lazyContext{t.Context()}, g, func() error { return context.DeadlineExceeded }))
	require.Error(t, do(lazyContext{t.Context()}, g, func() error { return errDown }))
	require.Equal(t, cb.Totals{Cancelled: 1, Failures: 1}, g.Snapshot().Totals)
}
