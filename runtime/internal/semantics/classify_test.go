package semantics_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// say makes one guarded call whose result the policy classifies.
func say(ctx context.Context, g *cb.Guard, outcome func(*cb.Call, error), err error) (failed bool, rejected error) {
	call, rejected := g.Begin(ctx)
	if rejected != nil {
		return false, rejected
	}
	defer call.End()

	outcome(&call, err)
	return call.Failed(), nil
}

func ignore(g *cb.Guard) error {
	_, rejected := say(context.Background(), g, (*cb.Call).Ignore, errDown)
	return rejected
}

func TestOutcomeThatThePolicyNames(t *testing.T) {
	live := context.Background()
	hungUp, cancel := context.WithCancel(live)
	cancel()
	timeout := fmt.Errorf("call: %w", context.DeadlineExceeded)

	success, failure, ignored, cancelled := cb.Totals{Successes: 1}, cb.Totals{Failures: 1}, cb.Totals{Ignored: 1}, cb.Totals{Cancelled: 1}
	for name, c := range map[string]struct {
		outcome func(*cb.Call, error)
		ctx     context.Context
		err     error
		want    cb.Totals
	}{
		"ignored":                             {(*cb.Call).Ignore, live, errDown, ignored},
		"ignored without an error":            {(*cb.Call).Ignore, live, nil, ignored},
		"ignored after the caller hung up":    {(*cb.Call).Ignore, hungUp, errDown, ignored},
		"cancelled before ignored":            {(*cb.Call).Ignore, hungUp, context.Canceled, cancelled},
		"success with an error":               {(*cb.Call).Succeed, live, errDown, success},
		"success without one":                 {(*cb.Call).Succeed, live, nil, success},
		"success of a timeout within":         {(*cb.Call).Succeed, live, timeout, success},
		"cancelled before success":            {(*cb.Call).Succeed, hungUp, timeout, cancelled},
		"failure with an error":               {(*cb.Call).Fail, live, errDown, failure},
		"failure without an error":            {(*cb.Call).Fail, live, nil, failure},
		"failure after the caller hung up":    {(*cb.Call).Fail, hungUp, nil, failure},
		"cancelled before failure":            {(*cb.Call).Fail, hungUp, context.Canceled, cancelled},
		"return of an error":                  {(*cb.Call).Return, live, errDown, failure},
		"return of a cancelled call":          {(*cb.Call).Return, hungUp, context.Canceled, cancelled},
		"return without an error, a success":  {(*cb.Call).Return, live, nil, success},
		"return of nil after the caller left": {(*cb.Call).Return, hungUp, nil, success},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGuard(cb.Policy{Breaker: cb.Breaker{Failures: 5, Slow: time.Hour}, Bulkhead: cb.Bulkhead{Max: 1}})
			failed, err := say(c.ctx, g, c.outcome, c.err)
			require.NoError(t, err)
			require.Equal(t, c.want.Failures == 1, failed)

			s := g.Snapshot()
			require.Equal(t, c.want, s.Totals)
			require.Zero(t, s.InFlight)
		})
	}
}

func TestIgnoredCallsAreInNoWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 2, Rate: 50 * cb.Percent, Window: cb.Window{Calls: 4}, Slow: time.Second}))
		require.ErrorIs(t, fail(g), errDown)
		for range 10 {
			call, err := g.Begin(t.Context())
			require.NoError(t, err)
			time.Sleep(time.Millisecond)
			call.Ignore(errDown)
		}

		s := g.Snapshot()
		require.Equal(t, cb.Tally{Count: 1, Of: 1}, s.Failures)
		require.Equal(t, cb.Tally{Count: 0, Of: 1}, s.Slow)
		require.Equal(t, 1, s.ConsecutiveFailures, "a call that says nothing does not end a row of failures")
		require.EqualValues(t, 10, s.Totals.Ignored)
	})
}

func TestIgnoredProbeGivesItsAdmissionBackAndStopsTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second, Probes: 1, HalfOpen: time.Minute})
		time.Sleep(time.Second)
		for range 5 {
			require.NoError(t, ignore(g))
			require.Equal(t, cb.HalfOpen, g.State())
			time.Sleep(time.Hour) // the limit is on probes that hang, and these do not
		}
		require.NoError(t, succeed(g))
		require.Equal(t, cb.Closed, g.State())
	})
}

func TestFailedSaysThatTheCallCountedAsAFailure(t *testing.T) {
	g := newGuard(cb.Policy{Breaker: cb.Breaker{Failures: 5}, Bulkhead: cb.Bulkhead{Max: 1}})
	call, err := g.Begin(t.Context())
	require.NoError(t, err)
	require.False(t, call.Failed(), "it is not over")
	call.End()
	require.True(t, call.Failed(), "it did not return")
	call.Return(nil)
	require.True(t, call.Failed(), "only the first result counts")

	var none cb.Call
	require.False(t, none.Failed())
}

type temporaryError struct{}

func (temporaryError) Error() string   { return "temporary" }
func (temporaryError) Temporary() bool { return true }

func TestHasTypeFindsWhatErrorsAsFinds(t *testing.T) {
	pathError := fmt.Errorf("open: %w", errors.Join(errDown, &fs.PathError{Op: "open", Err: io.EOF}))
	require.True(t, cb.HasType[*fs.PathError](pathError))
	require.False(t, cb.HasType[*fs.PathError](errDown))
	require.False(t, cb.HasType[*fs.PathError](nil))
	require.True(t, cb.HasType[interface {
		error
		Temporary() bool
	}](fmt.Errorf("call: %w", temporaryError{})))
	requireNoAllocations(t, "HasType", func() { cb.HasType[*fs.PathError](pathError) })
}
