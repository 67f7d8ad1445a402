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

// newRetriedGuard makes the guard of a method that is generated with retries.
func newRetriedGuard(p cb.Policy) *cb.Guard { return newClient().Guard("Charge", p, cb.Retried) }

// retried makes one guarded call with retries, the way that generated code does.
func retried(ctx context.Context, g *cb.Guard, f func() error) error {
	attempts := g.Attempts(ctx)
	for {
		call, err := once(ctx, g, f)
		if !call.Failed() || !attempts.Next() {
			return err
		}
	}
}

func once(ctx context.Context, g *cb.Guard, f func() error) (call cb.Call, err error) {
	call, err = g.Begin(ctx)
	if err != nil {
		return call, err
	}
	defer call.End()

	err = f()
	call.Return(err)
	return call, err
}

// counted counts the calls that return the error.
func counted(n *int, err error) func() error {
	return func() error { *n++; return err }
}

// retries is a policy with that breaker and so many attempts.
func retries(b cb.Breaker, attempts int) cb.Policy {
	return cb.Policy{Breaker: b, Retry: cb.Retry{Attempts: attempts, Budget: 100 * cb.Percent}}
}

func TestT18RetriesEndWhenTheBreakerOpens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newRetriedGuard(retries(cb.Breaker{Rate: 75 * cb.Percent, Window: cb.Window{Calls: 4}}, 7+1))
		calls := 0
		require.ErrorIs(t, retried(t.Context(), g, counted(&calls, errDown)), cb.ErrOpen)
		require.Equal(t, 4, calls)
	})
}

func TestT19RetriesEndWithTheOriginalError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newRetriedGuard(retries(cb.Breaker{Rate: 75 * cb.Percent, Window: cb.Window{Calls: 4}}, 2+1))
		calls := 0
		require.Equal(t, errDown, retried(t.Context(), g, counted(&calls, errDown)))
		require.Equal(t, 3, calls)
		require.EqualValues(t, 2, g.Snapshot().Totals.Retries)
	})
}

func TestRetryIsOverWhenACallSucceeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newRetriedGuard(retries(cb.Breaker{Failures: 50}, 5))
		calls := 0
		require.NoError(t, retried(t.Context(), g, func() error {
			if calls++; calls < 3 {
				return errDown
			}
			return nil
		}))
		require.Equal(t, 3, calls)
		require.Equal(t, cb.Totals{Successes: 1, Failures: 2, Retries: 2}, g.Snapshot().Totals)
	})
}

func TestWaitsAreDrawnFromAllOfTheBackoffAndNotAbove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := retries(cb.Breaker{Failures: 1 << 30}, 6)
		policy.Retry.Backoff = cb.Backoff{Min: 100 * time.Millisecond, Max: 500 * time.Millisecond}
		longest := []time.Duration{100, 200, 400, 500, 500} // of the n-th wait, in milliseconds
		var least, most [5]time.Duration
		for i := range least {
			least[i] = time.Hour
		}
		for range 400 {
			g := newRetriedGuard(policy)
			last, n := time.Now(), -1
			require.Error(t, retried(t.Context(), g, func() error {
				if n >= 0 {
					least[n], most[n] = min(least[n], time.Since(last)), max(most[n], time.Since(last))
				}
				last = time.Now()
				n++
				return errDown
			}))
			require.Equal(t, 5, n)
		}
		for i, limit := range longest {
			limit *= time.Millisecond
			require.LessOrEqual(t, most[i], limit)
			require.Greater(t, most[i], limit*9/10)
			require.Less(t, least[i], limit/10)
		}
	})
}

func TestRetryLeavesWhenTheCallerDoes(t *testing.T) {
	long := retries(cb.Breaker{Failures: 500}, 5)
	long.Retry.Backoff = cb.Backoff{Min: time.Hour, Max: time.Hour}
	t.Run("before the wait", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			g := newRetriedGuard(long)
			ctx, cancel := context.WithCancel(t.Context())
			begin := time.Now()
			require.Equal(t, errDown, retried(ctx, g, func() error { cancel(); return errDown }))
			require.Zero(t, time.Since(begin))
			require.Zero(t, g.Snapshot().Totals.Retries)

			long.Retry.Backoff = cb.Backoff{Min: 1, Max: 1} // with nothing to wait for
			require.NoError(t, g.Apply(long))
			calls := 0
			for range 100 {
				require.Equal(t, errDown, retried(ctx, g, counted(&calls, errDown)))
			}
			require.Equal(t, 100, calls)
		})
	})
	long.Retry.Backoff = cb.Backoff{Min: time.Hour, Max: time.Hour}
	t.Run("while waiting", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			g := newRetriedGuard(long)
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Millisecond, cancel)
			begin, calls := time.Now(), 0
			require.Equal(t, errDown, retried(ctx, g, counted(&calls, errDown)))
			require.Equal(t, time.Millisecond, time.Since(begin))
			require.Equal(t, 1, calls)
			require.Zero(t, g.Snapshot().Totals.Retries, "it was not made")
		})
	})
	t.Run("the deadline lies before the end of the wait", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			g := newRetriedGuard(long)
			ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
			defer cancel()
			begin, calls := time.Now(), 0
			require.Equal(t, errDown, retried(ctx, g, counted(&calls, errDown)))
			require.Zero(t, time.Since(begin), "there is nothing to wait for")
			require.Equal(t, 1, calls)
		})
	})
}

func TestRejectionsAreNotRetriedUnlessAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := retries(cb.Breaker{Failures: 1, Open: time.Hour}, 3)
		policy.Bulkhead.Max = 1
		g := newRetriedGuard(policy)
		finish := hang(t, g)
		begin := time.Now()
		require.ErrorIs(t, retried(t.Context(), g, func() error { return nil }), cb.ErrBulkheadFull)
		finish(errDown)
		require.ErrorIs(t, retried(t.Context(), g, func() error { return nil }), cb.ErrOpen)
		require.Zero(t, time.Since(begin))
		require.Zero(t, g.Snapshot().Totals.Retries)
	})
}

func TestCancelledAndIgnoredCallsAreNotRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newRetriedGuard(retries(cb.Breaker{Failures: 5}, 3))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		calls := 0
		require.ErrorIs(t, retried(ctx, g, counted(&calls, context.Canceled)), context.Canceled)
		require.Equal(t, 1, calls)

		call, err := g.Begin(t.Context())
		require.NoError(t, err)
		call.Ignore(errDown)
		require.False(t, call.Failed())
	})
}

func TestNoSlotIsHeldBetweenAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := retries(cb.Breaker{Failures: 50}, 2)
		policy.Bulkhead.Max = 1
		policy.Retry.Backoff = cb.Backoff{Min: time.Hour, Max: time.Hour}
		g := newRetriedGuard(policy)
		calls := 0
		done := make(chan error)
		go func() { done <- retried(t.Context(), g, counted(&calls, errDown)) }()
		synctest.Wait()
		require.Equal(t, 1, calls)
		require.Zero(t, g.Snapshot().InFlight)
		require.NoError(t, succeed(g))
		require.Equal(t, errDown, <-done)
		require.Equal(t, 2, calls)
	})
}

// spend retries until there is no budget left, and says how many retries that were.
func spend(t *testing.T, g *cb.Guard) int {
	before := g.Snapshot().Totals.Retries
	for range 200 {
		calls := 0
		require.Error(t, retried(t.Context(), g, counted(&calls, errDown)))
		if calls == 1 {
			return int(g.Snapshot().Totals.Retries - before)
		}
	}
	require.Fail(t, "it has no end")
	return 0
}

func TestBudgetIsAShareOfTheCallsAndSharedByTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newClient()
		policy := retries(cb.Breaker{Failures: 1 << 30}, 2)
		policy.Retry.Budget = 10 * cb.Percent
		first, second := client.Guard("First", policy, cb.Retried), client.Guard("Second", policy, cb.Retried)
		other := newRetriedGuard(policy)

		require.Equal(t, 11, spend(t, first), "ten that were saved, and a tenth of the calls until then")
		require.Zero(t, spend(t, second), "it is the client's")
		require.Equal(t, 11, spend(t, other), "and not another client's")

		spent := first.Snapshot().Totals.Retries
		for range 100 {
			retried(t.Context(), first, func() error { return errDown })
		}
		require.InDelta(t, 10, first.Snapshot().Totals.Retries-spent, 1, "a tenth of the calls")

		spend(t, first)
		for range 1000 {
			require.NoError(t, retried(t.Context(), second, func() error { return nil }))
		}
		require.Equal(t, 11, spend(t, second), "no more are saved")
	})
}

func TestEachCallOfAnyMethodPaysForTheRetriesOfAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newClient()
		policy := retries(cb.Breaker{Failures: 1 << 30}, 2)
		policy.Retry.Budget = 10 * cb.Percent
		first, second := client.Guard("First", policy, cb.Retried), client.Guard("Second", policy, cb.Retried)
		for range 1000 {
			require.NoError(t, retried(t.Context(), second, func() error { return nil }))
		}
		require.Equal(t, 11, spend(t, first))
		require.Zero(t, spend(t, second), "its calls came when there were ten saved already")

		for range 48 {
			require.NoError(t, retried(t.Context(), second, func() error { return nil }))
		}
		require.Equal(t, 5, spend(t, first), "a tenth of its calls, and of the other's")
	})
}

func TestBudgetAddsUpExactly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := retries(cb.Breaker{Failures: 1 << 30}, 2)
		policy.Retry.Budget = cb.Rate(1) // a millionth
		g := newRetriedGuard(policy)
		require.Equal(t, 10, spend(t, g))
		made := g.Snapshot().Totals
		for range 1_000_000 - int(made.Failures-made.Retries) { // the first came when all was saved already
			g.Attempts(t.Context())
		}
		require.Equal(t, 1, spend(t, g), "the millionth call")
	})
}

func TestShareOfEachMethodIsItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newClient()
		policy := func(budget cb.Rate) cb.Policy {
			p := retries(cb.Breaker{Failures: 1 << 30}, 2)
			p.Retry.Budget = budget
			return p
		}
		mean, generous := client.Guard("Mean", policy(1), cb.Retried), client.Guard("Generous", policy(50*cb.Percent), cb.Retried)
		require.Equal(t, 10, spend(t, mean))
		for range 8 {
			require.NoError(t, retried(t.Context(), generous, func() error { return nil }))
		}
		require.Equal(t, 4, spend(t, mean))
	})
}

// leaving is done from the third look on: those before are at the end of the first attempt, and
// before the wait.
type leaving struct {
	context.Context
	looks int
}

func (l *leaving) Err() error {
	if l.looks++; l.looks > 2 {
		return context.Canceled
	}
	return nil
}

func TestRetryIsNotMadeIfTheCallerLeavesAtItsVeryMoment(t *testing.T) {
	policy := retries(cb.Breaker{Failures: 500}, 2)
	policy.Retry.Backoff = cb.Backoff{Min: 1, Max: 1}
	g := newRetriedGuard(policy)
	for range 100 {
		calls := 0
		require.Equal(t, errDown, retried(&leaving{Context: t.Context()}, g, func() error { calls++; return errDown }))
		require.Equal(t, 1, calls)
	}
}

func TestRetriesOnlyGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := retries(cb.Breaker{Failures: 500}, 2)
		policy.Retry.Backoff = cb.Backoff{Min: time.Hour, Max: time.Hour}
		g := newRetriedGuard(policy)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go retried(ctx, g, func() error { return errDown })
		synctest.Wait()
		require.Zero(t, g.Snapshot().Totals.Retries, "it waits, and may never be made")
	})
}

func TestRetriesAddNoMoreThanTheirShareToAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := retries(cb.Breaker{Failures: 1 << 30}, 5)
		policy.Retry.Budget = 10 * cb.Percent
		g := newRetriedGuard(policy)
		reached := 0
		for range 1000 {
			retried(t.Context(), g, counted(&reached, errDown))
		}
		require.InDelta(t, 1000+10+100, reached, 1)
	})
}

func TestRetriesThatAreRejectedCostTheirTokenAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := retries(cb.Breaker{Failures: 1, Open: 1000 * time.Hour}, 2)
		policy.Retry.Budget = 10 * cb.Percent
		g := newRetriedGuard(policy)
		require.Error(t, fail(g))
		made := 0
		for range 1000 { // as with retryif=cb.ErrOpen
			attempts := g.Attempts(t.Context())
			for {
				_, err := once(t.Context(), g, func() error { return nil })
				require.ErrorIs(t, err, cb.ErrOpen)
				if !attempts.Next() {
					break
				}
				made++
			}
		}
		require.InDelta(t, 10+100, made, 1)
	})
}

func TestRetryChangesWhileCallsGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := retries(cb.Breaker{Failures: 50}, 2)
		g := newRetriedGuard(policy)
		attempts := func() (calls int) {
			require.Equal(t, errDown, retried(t.Context(), g, counted(&calls, errDown)))
			return calls
		}
		require.Equal(t, 2, attempts())
		policy.Retry.Attempts = 4
		require.NoError(t, g.Apply(policy))
		require.Equal(t, 4, attempts())
		require.Equal(t, 4, g.Snapshot().Policy.Retry.Attempts)
		policy.Retry = cb.Retry{}
		require.NoError(t, g.Apply(policy))
		require.Equal(t, 1, attempts())
	})
}

func TestRetryHasDefaults(t *testing.T) {
	g := newRetriedGuard(cb.Policy{Breaker: cb.Breaker{Failures: 5}, Retry: cb.Retry{Attempts: 2}})
	require.Equal(t, cb.Retry{Attempts: 2, Backoff: cb.Backoff{Min: 50 * time.Millisecond, Max: time.Second}, Budget: 10 * cb.Percent},
		g.Snapshot().Policy.Retry)
}

func TestRetryAllocatesNothingWhenTheFirstAttemptSucceeds(t *testing.T) {
	g := newRetriedGuard(retries(cb.Breaker{Failures: 1000}, 3))
	ctx := t.Context()
	requireNoAllocations(t, "success", func() {
		if err := retried(ctx, g, func() error { return nil }); err != nil {
			t.Fatal(err)
		}
	})
	open := newRetriedGuard(retries(cb.Breaker{Failures: 1, Open: time.Hour}, 2))
	require.Error(t, fail(open))
	requireNoAllocations(t, "rejected", func() {
		if err := retried(ctx, open, func() error { return nil }); !errors.Is(err, cb.ErrOpen) {
			t.Fatal(err)
		}
	})
}

func TestTimingIsReadFromTextAndTheEnvironment(t *testing.T) {
	var p cb.Policy
	require.NoError(t, p.UnmarshalJSON([]byte(`{"timeout": "2s", "retry": {"attempts": 4, "backoff": "10ms..2s", "budget": "20%"}}`)))
	want := cb.Policy{Timeout: 2 * time.Second,
		Retry: cb.Retry{Attempts: 4, Backoff: cb.Backoff{Min: 10 * time.Millisecond, Max: 2 * time.Second}, Budget: 20 * cb.Percent}}
	require.Equal(t, want, p)
	text, err := p.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, `{"timeout":"2s","retry":{"attempts":4,"backoff":"10ms..2s","budget":"20%"}}`, string(text))

	policies := cb.Policies{"Charge": &p}
	require.NoError(t, policies.Override("PAYMENT", []string{
		"PAYMENT_CHARGE_TIMEOUT=3s", "PAYMENT_CHARGE_RETRY_ATTEMPTS=2", "PAYMENT_CHARGE_RETRY_BACKOFF=1ms..1s", "PAYMENT_API_KEY=secret",
	}))
	require.Equal(t, 3*time.Second, p.Timeout)
	require.Equal(t, 2, p.Retry.Attempts)
	require.Equal(t, cb.Backoff{Min: time.Millisecond, Max: time.Second}, p.Retry.Backoff)

	require.NoError(t, policies.Override("PAYMENT", []string{"PAYMENT_CHARGE_TIMEOUT=off", "PAYMENT_CHARGE_RETRY=off"}))
	require.Equal(t, cb.Policy{Off: true}, p)
	require.NoError(t, p.UnmarshalJSON([]byte(`{"timeout": "1s", "retry": {"attempts": null}}`)))
	require.Equal(t, cb.Policy{Timeout: time.Second, Retry: cb.Retry{Attempts: 3}}, p)
	require.NoError(t, p.UnmarshalJSON([]byte(`{"timeout": null}`)))
	require.Equal(t, cb.Policy{Retry: cb.Retry{Attempts: 3}}, p)

	for variable, problem := range map[string]string{
		"PAYMENT_CHARGE_TIMEOUT=2":            "timeout: 2 has no unit: write 2ms, 2s or 2m",
		"PAYMENT_CHARGE_TIMEOUT_MS=2":         "timeout ms: takes a value, such as 2s, and no keys",
		"PAYMENT_CHARGE_RETRY_BACKOFF=0s..1s": "retry backoff: must be longer than 0s",
		"PAYMENT_CHARGE_RETRY=3":              "retry: say off, or name a key: retry takes attempts, backoff, budget",
		"PAYMENT_CHARG_TIMEOUT=2s":            "there is no method CHARG: the policies are of CHARGE",
	} {
		require.ErrorContains(t, policies.Override("PAYMENT", []string{variable}), problem)
	}
}
