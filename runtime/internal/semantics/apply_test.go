package semantics_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestInvalidPolicyIsNotAppliedAtAll(t *testing.T) {
	g := newGuard(cb.Policy{Breaker: cb.Breaker{Failures: 2}, Bulkhead: cb.Bulkhead{Max: 1}})
	before := g.Snapshot()
	err := g.Apply(cb.Policy{Breaker: cb.Breaker{Failures: 1}, Bulkhead: cb.Bulkhead{Max: -1}})
	require.EqualError(t, err, "cb: PaymentClient.Charge: bulkhead max: must be at least 1: how many calls may be in flight")
	require.Equal(t, before.Policy, g.Snapshot().Policy)
	require.Equal(t, "FF", drive(t, g, "FF"))
	require.Equal(t, cb.Open, g.State())
}

func TestAppliedPolicyGetsItsDefaults(t *testing.T) {
	g := newGuard(cb.Policy{})
	require.NoError(t, g.Apply(breaker(cb.Breaker{Rate: 50 * cb.Percent})))
	require.Equal(t, 100, g.Snapshot().Policy.Breaker.Min)
}

func TestGroupCannotBeChangedWhileRunning(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 1, Group: "reads"}))
	var wrong *cb.PolicyError
	require.ErrorAs(t, g.Apply(breaker(cb.Breaker{Failures: 1})), &wrong)
	require.Equal(t, "group", wrong.Key)
}

func TestAppliedRuleCountsFromThenOn(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 5}))
	require.Equal(t, "FFF", drive(t, g, "FFF"))
	require.NoError(t, g.Apply(breaker(cb.Breaker{Failures: 4})))
	require.Equal(t, cb.Closed, g.State())
	require.Equal(t, "FX", drive(t, g, "FS"))
}

// A window of the same shape keeps its results, so the next result may be the one too many:
// also a success.
func TestWindowOfTheSameShapeKeepsItsResults(t *testing.T) {
	p := cb.Breaker{Rate: 80 * cb.Percent, Window: cb.Window{Calls: 4}, Min: 2}
	g := newGuard(breaker(p))
	require.Equal(t, "SFFS", drive(t, g, "SFFS"))

	p.Rate = 50 * cb.Percent
	require.NoError(t, g.Apply(breaker(p)))
	require.Equal(t, cb.Tally{Count: 2, Of: 4}, g.Snapshot().Failures)
	require.Equal(t, "SX", drive(t, g, "SS"))
}

func TestWindowOfAnotherShapeBeginsAfresh(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Calls: 4}}))
	require.Equal(t, "SFS", drive(t, g, "SFS"))
	require.NoError(t, g.Apply(breaker(cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Calls: 5}})))
	require.Equal(t, cb.Tally{}, g.Snapshot().Failures)
}

func TestOpenBreakerKeepsItsDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Minute})
		generation := g.Snapshot().Generation
		require.NoError(t, g.Apply(breaker(cb.Breaker{Failures: 1, Open: time.Second})))
		require.Equal(t, generation, g.Snapshot().Generation, "applying is no transition")
		requireOpenFor(t, g, time.Minute)
	})
}

func TestHalfOpenBreakerThatNeedsFewerProbesCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := opened(t, cb.Breaker{Open: time.Second, Probes: 3})
		time.Sleep(time.Second)
		require.Equal(t, "SS", drive(t, g, "SS"))
		require.Equal(t, cb.HalfOpen, g.State())
		require.NoError(t, g.Apply(breaker(cb.Breaker{Failures: 1, Open: time.Second, Probes: 2})))
		require.Equal(t, cb.Closed, g.State())
	})
}

func TestManualStateSurvivesApply(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 1}))
	for state, set := range map[cb.State]func(){
		cb.ForcedOpen: g.ForceOpen, cb.Disabled: g.Disable, cb.Observe: g.Observe,
	} {
		set()
		require.NoError(t, g.Apply(breaker(cb.Breaker{Failures: 2})))
		require.Equal(t, state, g.State())
	}
}

func TestCallsInFlightAreNotLateAfterApply(t *testing.T) {
	g := newGuard(breaker(cb.Breaker{Failures: 5}))
	finish := hang(t, g)
	require.NoError(t, g.Apply(breaker(cb.Breaker{Failures: 1})))
	finish(errDown)
	require.Zero(t, g.Snapshot().Totals.Late)
	require.Equal(t, cb.Open, g.State())
}

func TestCallsInFlightAreTimedOnAfterApply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 10}, Min: 2}
		g := newGuard(breaker(p))
		hang(t, g)
		hang(t, g)
		p.Open = time.Minute
		require.NoError(t, g.Apply(breaker(p)))
		time.Sleep(time.Second + 1)
		require.ErrorIs(t, succeed(g), cb.ErrOpen)
	})
}

// Their start is not known, so nobody can say that they were slow.
func TestCallsFromBeforeThereWasSlowAreNotSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 5}))
		finish := hang(t, g)
		require.NoError(t, g.Apply(breaker(cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 1}})))
		time.Sleep(time.Minute)
		finish(nil)
		require.Equal(t, cb.Tally{Of: 1}, g.Snapshot().Slow)
	})
}

func TestLowerLimitWaitsForCallsInFlight(t *testing.T) {
	g := newGuard(bulkhead(cb.Bulkhead{Max: 3}))
	finish := []func(error){hang(t, g), hang(t, g), hang(t, g)}
	require.NoError(t, g.Apply(bulkhead(cb.Bulkhead{Max: 1})))
	require.Equal(t, 3, g.Snapshot().InFlight)
	for i, f := range finish {
		require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull, i)
		f(nil)
	}
	require.NoError(t, succeed(g))
	last := hang(t, g)
	require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
	last(nil)
	require.Zero(t, g.Snapshot().InFlight)
}

func TestHigherLimitAdmitsWhoeverWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Hour}))
		finish := hang(t, g)
		var waiters sync.WaitGroup
		for range 2 {
			waiters.Go(func() { require.NoError(t, succeed(g)) })
		}
		synctest.Wait()
		require.Equal(t, 2, g.Snapshot().Waiting)
		require.NoError(t, g.Apply(bulkhead(cb.Bulkhead{Max: 3, Wait: time.Hour})))
		waiters.Wait()
		finish(nil)
		require.Zero(t, g.Snapshot().InFlight)
	})
}

// Whoever is admitted because of the new limit is under the new breaker as well.
func TestApplyTakesEffectAsAWhole(t *testing.T) {
	for range 300 {
		synctest.Test(t, func(t *testing.T) {
			g := newGuard(cb.Policy{Breaker: cb.Breaker{Failures: 5}, Bulkhead: cb.Bulkhead{Max: 1, Wait: time.Hour}})
			finish := hang(t, g)
			var waiter sync.WaitGroup
			waiter.Go(func() { slowly(t, g, 2*time.Second, nil) })
			synctest.Wait()
			require.NoError(t, g.Apply(cb.Policy{
				Breaker:  cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 5}},
				Bulkhead: cb.Bulkhead{Max: 2, Wait: time.Hour},
			}))
			waiter.Wait()
			require.EqualValues(t, 1, g.Snapshot().Totals.Slow)
			finish(nil)
		})
	}
}

func TestBulkheadCanBeTakenAwayAndGivenWhileCallsAreInFlight(t *testing.T) {
	g := newGuard(cb.Policy{})
	before := hang(t, g)
	require.NoError(t, g.Apply(bulkhead(cb.Bulkhead{Max: 1})))
	first := hang(t, g)
	require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)

	require.NoError(t, g.Apply(cb.Policy{}))
	second := hang(t, g)
	require.NoError(t, succeed(g))
	require.NoError(t, g.Apply(bulkhead(cb.Bulkhead{Max: 1})))
	require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)

	for _, finish := range []func(error){before, first, second} {
		finish(nil)
	}
	require.NoError(t, succeed(g))
	require.Zero(t, g.Snapshot().InFlight)
}

func TestAppliedBreakerIsThatOfTheGroup(t *testing.T) {
	c := newClient()
	p := breaker(cb.Breaker{Failures: 5, Group: "all"})
	charge, refund := c.Guard("Charge", p), c.Guard("Refund", p)
	p.Breaker.Failures = 1
	require.NoError(t, charge.Apply(p))
	require.ErrorIs(t, fail(refund), errDown)
	require.Equal(t, cb.Open, charge.State())
	require.Equal(t, 1, refund.Snapshot().Policy.Breaker.Failures)
}

func TestApplyIsSafeWhileCallsGoOn(t *testing.T) {
	g := newGuard(cb.Policy{Breaker: cb.Breaker{Failures: 1000}, Bulkhead: cb.Bulkhead{Max: 8, Wait: time.Minute}})
	policies := []cb.Policy{
		{Breaker: cb.Breaker{Failures: 1000}, Bulkhead: cb.Bulkhead{Max: 2, Wait: time.Minute}},
		{Breaker: cb.Breaker{Slow: time.Minute, Window: cb.Window{Calls: 5}}},
		{Breaker: cb.Breaker{Rate: 100 * cb.Percent, Window: cb.Window{Period: time.Minute}}, Bulkhead: cb.Bulkhead{Max: 100, Wait: time.Minute}},
		{},
	}
	const callers, calls = 8, 2000
	var running sync.WaitGroup
	for range callers {
		running.Go(func() {
			for range calls {
				if err := succeed(g); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Go(func() {
		for i := range 500 {
			if err := g.Apply(policies[i%len(policies)]); err != nil {
				t.Error(err)
			}
		}
	})
	running.Wait()
	require.NoError(t, g.Apply(policies[0]))
	s := g.Snapshot()
	require.Zero(t, s.InFlight)
	require.Zero(t, s.Waiting)
	require.Equal(t, cb.Totals{Successes: callers * calls}, s.Totals)
}

func TestWaitersLeaveAtOnceWhenTheBulkheadIsTakenAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Hour}))
		finish := hang(t, g)
		var waiter sync.WaitGroup
		waiter.Go(func() { require.NoError(t, do(context.Background(), g, func() error { return nil })) })
		synctest.Wait()
		require.NoError(t, g.Apply(cb.Policy{}))
		waiter.Wait()
		finish(nil)
	})
}

func TestSnapshotHasThePolicyWhole(t *testing.T) {
	client := newClient()
	policy := cb.Policy{
		Breaker:  cb.Breaker{Failures: 5},
		Bulkhead: cb.Bulkhead{Max: 3},
		Retry:    cb.Retry{Attempts: 2},
		Stream:   cb.Stream{Idle: time.Minute},
		Timeout:  time.Second,
	}
	guard := client.Guard("Charge", policy, cb.Timed, cb.Retried, cb.Streamed)
	require.Equal(t, policy.WithDefaults(), guard.Snapshot().Policy)
	policy.Stream.Idle = time.Hour
	require.NoError(t, guard.Apply(policy))
	require.Equal(t, policy.WithDefaults(), guard.Snapshot().Policy)

	policy.Key = cb.Key{Max: 7, Idle: time.Hour}
	keyed := cb.NewKeyed[int](client, "Keyed", policy, cb.Timed, cb.Retried, cb.Streamed)
	require.Equal(t, policy.WithDefaults(), keyed.Shared().Snapshot().Policy)
	require.Equal(t, policy.WithDefaults(), keyed.Of(1).Snapshot().Policy)
	require.NoError(t, keyed.Shared().Apply(keyed.Of(1).Snapshot().Policy), "which takes nothing away")
	for _, g := range []*cb.Guard{keyed.Shared(), keyed.Of(1), keyed.Of(2)} { // the last is made now
		require.Equal(t, policy.WithDefaults(), g.Snapshot().Policy, g.Name())
	}
	policy.Key = cb.Key{}
	require.NoError(t, keyed.Shared().Apply(policy))
	require.Equal(t, cb.Key{Max: cb.DefaultMaxKeys, Idle: cb.DefaultKeyIdle}, keyed.Of(1).Snapshot().Policy.Key)
}

func TestHalfOpenOfAGroupWaitsForTheLongestTimeoutWhoeverIsChanged(t *testing.T) {
	client := newClient()
	policy := func(timeout time.Duration) cb.Policy {
		return cb.Policy{Breaker: cb.Breaker{Open: time.Second, Group: "all"}, Timeout: timeout}
	}
	slow, quick := client.Guard("Slow", policy(time.Minute), cb.Timed), client.Guard("Quick", policy(time.Second), cb.Timed)
	halfOpen := func() time.Duration { return slow.Snapshot().Policy.Breaker.HalfOpen }
	require.Equal(t, 2*time.Minute, halfOpen())
	require.NoError(t, quick.Apply(policy(2*time.Second)))
	require.Equal(t, 2*time.Minute, halfOpen())
	require.NoError(t, slow.Apply(policy(10*time.Second)))
	require.Equal(t, 20*time.Second, halfOpen())
	require.NoError(t, quick.Apply(policy(30*time.Second)))
	require.Equal(t, time.Minute, halfOpen())

	explicit := policy(time.Second)
	explicit.Breaker.HalfOpen = 3 * time.Second
	require.NoError(t, quick.Apply(explicit))
	require.Equal(t, 3*time.Second, halfOpen())
}
