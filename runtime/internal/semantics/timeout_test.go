package semantics_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// newTimedGuard makes the guard of a method that is generated with a timeout.
func newTimedGuard(p cb.Policy) *cb.Guard { return newClient().Guard("Charge", p, cb.Timed) }

// doTimed makes one guarded call, the way that generated code does.
func doTimed(ctx context.Context, g *cb.Guard, f func(context.Context) error) (timedOut bool, err error) {
	call, err := g.BeginTimed(ctx)
	if err != nil {
		return false, err
	}
	defer call.End()

	err = f(call.Context())
	call.Return(err)
	return call.TimedOut(), err
}

// after returns the error once so much time has passed, whatever the context says.
func after(d time.Duration, err error) func(context.Context) error {
	return func(context.Context) error {
		time.Sleep(d)
		return err
	}
}

// until returns what the context is done with.
func until(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func untilCause(ctx context.Context) error {
	<-ctx.Done()
	return fmt.Errorf("call: %w", context.Cause(ctx))
}

func TestOwnTimeoutAndTheCallersCancellationAreToldApart(t *testing.T) {
	success, failure, cancelled := cb.Totals{Successes: 1}, cb.Totals{Failures: 1}, cb.Totals{Cancelled: 1}
	late := context.DeadlineExceeded
	for name, c := range map[string]struct {
		cancelAfter, deadline time.Duration // of the caller; zero is never
		call                  func(context.Context) error
		want                  cb.Totals
		timedOut              bool
	}{
		"in time":                              {0, 0, after(2*time.Second-1, nil), success, false},
		"at the very moment":                   {0, 0, after(2*time.Second, nil), failure, true},
		"an error at the very moment":          {0, 0, after(2*time.Second, errDown), failure, true},
		"an error in time":                     {0, 0, after(time.Second, errDown), failure, false},
		"the timeout":                          {0, 0, until, failure, true},
		"the timeout's cause":                  {0, 0, untilCause, failure, true},
		"too late, without an error":           {0, 0, after(3*time.Second, nil), failure, true},
		"too late, with an error of its own":   {0, 0, after(3*time.Second, errDown), failure, true},
		"the caller cancels before":            {time.Second, 0, until, cancelled, false},
		"the caller's deadline is before":      {0, time.Second, until, cancelled, false},
		"the caller's deadline is after":       {0, 3 * time.Second, until, failure, true},
		"the caller's deadline is the same":    {0, 2 * time.Second, until, cancelled, false},
		"the caller hangs up when it is late":  {3 * time.Second, 0, after(4*time.Second, late), failure, true},
		"the caller's deadline is after, hang": {0, 3 * time.Second, after(4*time.Second, late), failure, true},
		"the caller is said to have hung up":   {3 * time.Second, 0, after(4*time.Second, context.Canceled), cancelled, false},
		"the caller hangs up, and it answers":  {time.Second, 0, after(3*time.Second, nil), success, false},
		"a timeout of the client's own":        {0, 0, after(time.Second, late), failure, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newTimedGuard(cb.Policy{Breaker: cb.Breaker{Failures: 5}, Bulkhead: cb.Bulkhead{Max: 1}, Timeout: 2 * time.Second})
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if c.cancelAfter != 0 {
					time.AfterFunc(c.cancelAfter, cancel)
				}
				if c.deadline != 0 {
					var stop context.CancelFunc
					ctx, stop = context.WithTimeout(ctx, c.deadline)
					defer stop()
				}
				timedOut, _ := doTimed(ctx, g, c.call)
				require.Equal(t, c.want, g.Snapshot().Totals)
				require.Equal(t, c.timedOut, timedOut)
				require.Zero(t, g.Snapshot().InFlight)
			})
		})
	}
}

func TestTimeoutOfAGuardFurtherOutIsTheCallersHangingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		outer := newTimedGuard(cb.Policy{Timeout: time.Second})
		inner := newTimedGuard(cb.Policy{Breaker: cb.Breaker{Failures: 1}, Timeout: 2 * time.Second})
		timedOut, _ := doTimed(t.Context(), outer, func(ctx context.Context) error {
			timedOut, err := doTimed(ctx, inner, until)
			require.False(t, timedOut)
			return err
		})
		require.True(t, timedOut)
		require.Equal(t, cb.Totals{Failures: 1}, outer.Snapshot().Totals)
		require.Equal(t, cb.Totals{Cancelled: 1}, inner.Snapshot().Totals)
	})
}

// Whoever joins contexts passes the cause on, and no deadline.
func TestTimeoutOfAGuardFurtherOutIsTheCallersAlsoWhereOnlyItsCauseComesIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, call := range []func(context.Context) error{until, untilCause} {
			outer := newTimedGuard(cb.Policy{Timeout: time.Second})
			inner := newTimedGuard(cb.Policy{Breaker: cb.Breaker{Failures: 1}, Timeout: 2 * time.Second})
			doTimed(t.Context(), outer, func(ctx context.Context) error {
				joined, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
				defer context.AfterFunc(ctx, func() { cancel(context.Cause(ctx)) })()
				timedOut, err := doTimed(joined, inner, call)
				require.False(t, timedOut)
				return err
			})
			require.Equal(t, cb.Totals{Cancelled: 1}, inner.Snapshot().Totals)
		}
	})
}

func TestContextThatPanicsHoldsNoSlot(t *testing.T) {
	g := newTimedGuard(cb.Policy{Breaker: cb.Breaker{Failures: 5}, Bulkhead: cb.Bulkhead{Max: 1}, Timeout: time.Second})
	require.Panics(t, func() { g.BeginTimed(faultyContext{}) })
	require.Zero(t, g.Snapshot().InFlight)
	require.Equal(t, cb.Totals{Failures: 1}, g.Snapshot().Totals)
}

func TestTimeoutOutdoesTheClassification(t *testing.T) {
	for name, outcome := range map[string]func(*cb.TimedCall, error){
		"ignore": (*cb.TimedCall).Ignore, "success": (*cb.TimedCall).Succeed, "failure": (*cb.TimedCall).Fail,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newTimedGuard(cb.Policy{Breaker: cb.Breaker{Failures: 5}, Timeout: time.Second})
				for _, wait := range []time.Duration{time.Second - 1, time.Second + 1} {
					call, err := g.BeginTimed(t.Context())
					require.NoError(t, err)
					time.Sleep(wait)
					outcome(&call, errDown)
					call.End()
					require.Equal(t, wait > time.Second, call.TimedOut())
				}
				totals := g.Snapshot().Totals
				require.EqualValues(t, 2, totals.Failures+totals.Ignored+totals.Successes)
				require.Equal(t, name == "failure", totals.Failures == 2)
				require.NotZero(t, totals.Failures)
			})
		})
	}
}

func TestContextOfATimedCallSaysWhoEndedIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimedGuard(cb.Policy{Breaker: cb.Breaker{Failures: 5}, Timeout: time.Second})
		call, err := g.BeginTimed(context.WithValue(t.Context(), key("user"), "a"))
		require.NoError(t, err)
		require.Equal(t, "a", call.Context().Value(key("user")))
		deadline, ok := call.Context().Deadline()
		require.True(t, ok)
		require.Equal(t, time.Now().Add(time.Second), deadline)

		time.Sleep(time.Second)
		synctest.Wait()
		require.ErrorIs(t, call.Context().Err(), context.DeadlineExceeded)
		require.Equal(t, cb.ErrTimeout, context.Cause(call.Context()))
		require.ErrorIs(t, cb.ErrTimeout, context.DeadlineExceeded)
		call.Return(nil)
		require.Equal(t, cb.ErrTimeout, call.CauseOf(nil))
		require.Equal(t, errDown, call.CauseOf(errDown))
		require.Equal(t, "the policy's timeout has expired", g.Snapshot().LastFailure.Text)

		var none context.Context
		again, err := g.BeginTimed(none)
		require.NoError(t, err)
		again.Fail(nil)
		require.Equal(t, cb.ErrFailed, again.CauseOf(nil))
		require.ErrorIs(t, again.Context().Err(), context.Canceled, "the timer is stopped")
	})
}

type key string

func TestSlotOfACallThatIsTooLateIsHeldUntilItReturns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimedGuard(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}, Timeout: time.Second})
		go doTimed(t.Context(), g, after(time.Minute, nil))
		synctest.Wait()
		time.Sleep(time.Minute - 1)
		_, err := doTimed(t.Context(), g, until)
		require.ErrorIs(t, err, cb.ErrBulkheadFull)
		require.Equal(t, 1, g.Snapshot().InFlight)
		time.Sleep(2 * time.Nanosecond)
		synctest.Wait()
		require.Zero(t, g.Snapshot().InFlight)
	})
}

func TestTimeoutBeginsWhenTheCallIsAdmitted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimedGuard(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1, Wait: time.Minute}, Timeout: time.Second})
		go doTimed(t.Context(), g, after(30*time.Second, nil))
		synctest.Wait()
		timedOut, err := doTimed(t.Context(), g, after(time.Second-1, nil))
		require.NoError(t, err)
		require.False(t, timedOut)
	})
}

func TestCallsThatAreTooLateOpenTheBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimedGuard(cb.Policy{Breaker: cb.Breaker{Failures: 2}, Timeout: time.Second})
		for range 2 {
			doTimed(t.Context(), g, until)
		}
		call, err := g.BeginTimed(t.Context())
		require.ErrorIs(t, err, cb.ErrOpen)
		require.True(t, call.Rejected())
		require.False(t, call.Failed())
		require.False(t, call.TimedOut())
		require.True(t, g.Rejected(err))
	})
}

func TestPanicOfATimedCallIsAFailureAndStopsTheTimer(t *testing.T) {
	g := newTimedGuard(cb.Policy{Breaker: cb.Breaker{Failures: 5}, Bulkhead: cb.Bulkhead{Max: 1}, Timeout: time.Hour})
	var within context.Context
	require.Panics(t, func() {
		doTimed(t.Context(), g, func(ctx context.Context) error { within = ctx; panic("boom") })
	})
	require.Error(t, within.Err())
	require.Equal(t, cb.Totals{Failures: 1}, g.Snapshot().Totals)
	require.Zero(t, g.Snapshot().InFlight)
}

func TestHalfOpenWaitsForTwoTimeouts(t *testing.T) {
	halfOpen := func(b cb.Breaker, timeout time.Duration) time.Duration {
		return newTimedGuard(cb.Policy{Breaker: b, Timeout: timeout}).Snapshot().Policy.Breaker.HalfOpen
	}
	require.Equal(t, 10*time.Second, halfOpen(cb.Breaker{Open: time.Second}, 5*time.Second))
	require.Equal(t, 30*time.Second, halfOpen(cb.Breaker{Open: 30 * time.Second}, 5*time.Second))
	require.Equal(t, time.Second, halfOpen(cb.Breaker{Open: time.Second, HalfOpen: time.Second}, 5*time.Second))
}

func TestTimeoutChangesWhileCallsGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := cb.Policy{Breaker: cb.Breaker{Failures: 5, Open: time.Second}, Timeout: time.Second}
		g := newTimedGuard(policy)
		policy.Timeout = time.Minute
		require.NoError(t, g.Apply(policy))
		require.Equal(t, time.Minute, g.Snapshot().Policy.Timeout)
		require.Equal(t, 2*time.Minute, g.Snapshot().Policy.Breaker.HalfOpen)
		timedOut, _ := doTimed(t.Context(), g, after(time.Minute-1, nil))
		require.False(t, timedOut)

		policy.Timeout = 0
		require.NoError(t, g.Apply(policy))
		timedOut, err := doTimed(t.Context(), g, func(ctx context.Context) error {
			_, limited := ctx.Deadline()
			if limited {
				return errors.New("there is a deadline")
			}
			return nil
		})
		require.NoError(t, err)
		require.False(t, timedOut)
	})
}

func TestPolicyThatWouldHaveNoEffectIsRefused(t *testing.T) {
	for want, p := range map[string]cb.Policy{
		"timeout: has no effect: the method is generated without one; give it a directive, and generate it again": {Timeout: time.Second},
		"retry: has no effect: the method is generated without it; give it a directive, and generate it again":    {Retry: cb.Retry{Attempts: 2}},
	} {
		require.PanicsWithValue(t, "cb: PaymentClient.Charge: "+want, func() { newGuard(p) })
		g := newGuard(breaker(cb.Breaker{Failures: 1}))
		require.EqualError(t, g.Apply(p), "cb: PaymentClient.Charge: "+want)
	}
	both := newClient().Guard("Charge", cb.Policy{Breaker: cb.Breaker{Failures: 1}}, cb.Timed, cb.Retried)
	require.NoError(t, both.Apply(cb.Policy{Timeout: time.Second, Retry: cb.Retry{Attempts: 2}}))
}

func TestWrongTimingIsRefused(t *testing.T) {
	backoff := func(least, most time.Duration) cb.Policy {
		return cb.Policy{Retry: cb.Retry{Backoff: cb.Backoff{Min: least, Max: most}}}
	}
	for want, p := range map[string]cb.Policy{
		"timeout: must be longer than 0s":                                                            {Timeout: -1},
		"timeout: must be at most 87600h, which is ten years":                                        {Timeout: 100_000 * time.Hour},
		"retry attempts: must be at least 2: how many calls may be made for one, the first included": {Retry: cb.Retry{Attempts: 1}},
		"retry backoff: must begin above 0s, since it is doubled":                                    backoff(0, time.Second),
		"retry backoff: begins with the shorter duration: write 50ms..1s":                            backoff(time.Second, time.Millisecond),
		"retry backoff: must be at most 87600h, which is ten years":                                  backoff(1, 100_000*time.Hour),
		"retry budget: must be above 0% and at most 100%":                                            {Retry: cb.Retry{Budget: 101 * cb.Percent}},
	} {
		require.EqualError(t, p.Validate(), want)
	}
}

func TestTimeoutAllocatesItsContextAlone(t *testing.T) {
	g := newTimedGuard(cb.Policy{Breaker: cb.Breaker{Failures: 1000}, Bulkhead: cb.Bulkhead{Max: 10}, Timeout: time.Hour})
	ctx := t.Context()
	baseline := testing.AllocsPerRun(1000, func() {
		_, cancel := context.WithTimeoutCause(ctx, time.Hour, cb.ErrTimeout)
		cancel()
	})
	for _, err := range []error{nil, context.Canceled} {
		n := testing.AllocsPerRun(1000, func() {
			call, _ := g.BeginTimed(ctx)
			call.Return(err)
			call.End()
			success, _ := g.BeginTimed(ctx)
			success.Return(nil)
			success.End()
		})
		require.Equal(t, 2*baseline, n)
	}
	open := opened(t, cb.Breaker{Open: time.Hour})
	requireNoAllocations(t, "rejected", func() { open.BeginTimed(ctx) })
	require.NoError(t, g.Apply(cb.Policy{Breaker: cb.Breaker{Failures: 1000}}))
	requireNoAllocations(t, "no timeout", func() {
		call, _ := g.BeginTimed(ctx)
		call.Return(nil)
		call.End()
	})
}
