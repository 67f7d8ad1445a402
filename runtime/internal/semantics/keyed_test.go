package semantics_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func newKeyed[K comparable](r *cb.Registry, p cb.Policy) *cb.Keyed[K] {
	return cb.NewKeyed[K](cb.NewClient("Client", 1, cb.WithRegistry(r)), "Method", p)
}

func TestEachKeyHasABreakerOfItsOwn(t *testing.T) {
	k := newKeyed[string](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 1}})
	require.ErrorIs(t, fail(k.Of("bad")), errDown)
	require.ErrorIs(t, succeed(k.Of("bad")), cb.ErrOpen)
	require.NoError(t, succeed(k.Of("good")))
	require.Equal(t, "Client.Method[bad]", k.Of("bad").Name())
	require.Same(t, k.Of("good"), k.Of("good"))
}

func TestKeysBeyondTheMaximumShareOneGuard(t *testing.T) {
	k := newKeyed[int](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 1}, Key: cb.Key{Max: 3}})
	for key := range 3 {
		require.NotSame(t, k.Shared(), k.Of(key))
	}
	for key := 3; key < 10; key++ {
		require.Same(t, k.Shared(), k.Of(key))
	}
	require.Equal(t, "Client.Method", k.Shared().Name())
	for key := range 3 {
		require.NotSame(t, k.Shared(), k.Of(key), "what is known stays so")
	}
	require.Len(t, k.Guards(), 4)
}

func TestKeyThatNoMapFindsAgainSharesTheGuard(t *testing.T) {
	k := newKeyed[float64](new(cb.Registry), cb.Policy{})
	for range 3 {
		require.Same(t, k.Shared(), k.Of(math.NaN()))
	}
	require.Len(t, k.Guards(), 1)
}

func TestIdleGuardMakesRoomForAnotherKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := new(cb.Registry)
		k := newKeyed[int](r, cb.Policy{Breaker: cb.Breaker{Failures: 3}, Key: cb.Key{Max: 10, Idle: time.Minute}})
		for key := range 10 {
			require.NoError(t, succeed(k.Of(key)))
		}
		require.Same(t, k.Shared(), k.Of(10))
		for range 30 {
			time.Sleep(5 * time.Second)
			require.NoError(t, succeed(k.Of(0)))
			k.Of(10)
		}
		for key := 10; key < 19; key++ {
			require.NotSame(t, k.Shared(), k.Of(key), "others have been idle")
			time.Sleep(5 * time.Second)
		}
		for key := 1; key < 10; key++ {
			require.Empty(t, r.Lookup(fmt.Sprintf("Client.Method[%d]", key)))
		}
		require.Len(t, r.Lookup("Client.Method[0]"), 1, "this one has not been idle")
		require.Equal(t, uint64(31), k.Of(0).Snapshot().Totals.Successes)
	})
}

func TestGuardIsNotForgottenBeforeItIsIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeyed[int](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 3}, Key: cb.Key{Max: 10, Idle: time.Minute}})
		for key := range 10 {
			require.NoError(t, succeed(k.Of(key)))
		}
		for range 29 {
			time.Sleep(2 * time.Second)
			require.Same(t, k.Shared(), k.Of(10))
		}
	})
}

func TestGuardThatIsOpenOrHasCallsInFlightIsNotForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeyed[string](new(cb.Registry), cb.Policy{
			Breaker:  cb.Breaker{Failures: 1, Open: time.Hour},
			Bulkhead: cb.Bulkhead{Max: 1},
			Key:      cb.Key{Max: 2, Idle: time.Minute},
		})
		require.ErrorIs(t, fail(k.Of("open")), errDown)
		call, err := k.Of("busy").Begin(t.Context())
		require.NoError(t, err)
		for range 100 {
			time.Sleep(5 * time.Second)
			require.Same(t, k.Shared(), k.Of("other"))
		}
		require.ErrorIs(t, succeed(k.Of("open")), cb.ErrOpen)
		require.ErrorIs(t, succeed(k.Of("busy")), cb.ErrBulkheadFull)
		call.Return(nil)
	})
}

func TestApplyToTheSharedGuardReachesAllKeys(t *testing.T) {
	k := newKeyed[string](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 9}, Key: cb.Key{Max: 2}})
	before := k.Of("before")
	require.Same(t, k.Shared(), func() *cb.Guard { k.Of("between"); return k.Of("beyond") }())

	next := cb.Policy{Breaker: cb.Breaker{Failures: 1}, Key: cb.Key{Max: 3}}
	require.NoError(t, k.Shared().Apply(next))
	require.NotSame(t, k.Shared(), k.Of("beyond"), "there is room for one more now")
	for _, g := range []*cb.Guard{before, k.Of("between"), k.Of("beyond"), k.Shared()} {
		require.Equal(t, 1, g.Snapshot().Policy.Breaker.Failures)
	}

	require.Error(t, k.Shared().Apply(cb.Policy{Breaker: cb.Breaker{Failures: 5}, Key: cb.Key{Max: -1}}))
	require.Equal(t, 1, before.Snapshot().Policy.Breaker.Failures)
}

func TestKeyedBreakerCannotBeAGroups(t *testing.T) {
	require.PanicsWithValue(t, "cb: Client.Method: group=all would share the breaker that each key has of its own", func() {
		newKeyed[string](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Group: "all"}})
	})
}

func TestKnownKeyAllocatesNothing(t *testing.T) {
	type shard struct {
		region string
		number int
	}
	k := newKeyed[shard](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 5}, Bulkhead: cb.Bulkhead{Max: 9}})
	keys := make([]shard, 100)
	for i := range keys {
		keys[i] = shard{fmt.Sprint("eu-", i%7), i}
		for range 200 {
			k.Of(keys[i])
		}
	}
	i := 0
	require.Zero(t, testing.AllocsPerRun(1000, func() {
		i++
		succeed(k.Of(keys[i%len(keys)]))
	}))
}

func TestKeyWithoutPlaceAllocatesNothing(t *testing.T) {
	k := newKeyed[int](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 5}, Key: cb.Key{Max: 1}})
	k.Of(0)
	k.Of(1)
	i := 1
	require.Zero(t, testing.AllocsPerRun(1000, func() {
		i++
		succeed(k.Of(i))
	}))
}

func TestNoCallOfAKeyIsLostAmongManyCallers(t *testing.T) {
	k := newKeyed[int](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 5}, Key: cb.Key{Max: 300}})
	const callers, calls = 8, 5000
	var wg sync.WaitGroup
	for caller := range callers {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(caller), 1))
			for range calls {
				succeed(k.Of(int(math.Abs(r.NormFloat64()) * 200)))
			}
		})
	}
	wg.Wait()
	sum := uint64(0)
	for _, g := range k.Guards() {
		sum += g.Snapshot().Totals.Successes
	}
	require.Equal(t, uint64(callers*calls), sum)
	require.Len(t, k.Guards(), 301)
}

func TestRegistryForgetsTheNamesOfKeysThatAreGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := new(cb.Registry)
		k := newKeyed[int](r, cb.Policy{Breaker: cb.Breaker{Failures: 5}, Key: cb.Key{Max: 10, Idle: time.Second}})
		for key := range 10_000 {
			time.Sleep(time.Second)
			k.Of(key)
		}
		require.LessOrEqual(t, len(r.All()), 11)
	})
}

func TestPoliciesOfAClientReachTheGuardsOfItsKeys(t *testing.T) {
	k := newKeyed[string](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 9}})
	known := k.Of("eu.1[a]")
	policy := cb.Policy{Breaker: cb.Breaker{Failures: 2}}
	require.NoError(t, cb.Policies{"Method": &policy}.Apply(k.Guards()))
	for _, g := range []*cb.Guard{known, k.Of("new"), k.Shared()} {
		require.Equal(t, 2, g.Snapshot().Policy.Breaker.Failures)
	}
}

func TestSourceOfAKeysPolicyIsThatOfTheMethods(t *testing.T) {
	k := newKeyed[string](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 9}})
	require.Contains(t, k.Shared().Snapshot().Source.String(), "semantics_test/keyed_test.go:")
	require.Equal(t, k.Shared().Snapshot().Source.String(), k.Of("a").Snapshot().Source.String())

	require.NoError(t, k.Shared().Apply(cb.Policy{Breaker: cb.Breaker{Failures: 1}}))
	applied := k.Shared().Snapshot().Source.String()
	require.Contains(t, applied, "semantics_test/keyed_test.go:")
	require.Equal(t, applied, k.Of("a").Snapshot().Source.String())
	require.Equal(t, applied, k.Of("b").Snapshot().Source.String())
}

func TestKeysWhoseHostsAreGoneMakeRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeyed[string](new(cb.Registry), cb.Policy{
			Breaker: cb.Breaker{Failures: 1, Open: 10 * time.Second},
			Key:     cb.Key{Max: 1, Idle: time.Minute},
		})
		require.ErrorIs(t, fail(k.Of("gone")), errDown)
		require.Same(t, k.Shared(), k.Of("new"))
		time.Sleep(time.Minute)
		require.Same(t, k.Shared(), k.Of("new"), "there was a call since it was last looked")
		time.Sleep(time.Minute)
		require.NotSame(t, k.Shared(), k.Of("new"), "nobody calls the host to find that it is there again")
	})
}

func TestKeyThatIsNotCalledAfterAProbeMakesRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeyed[string](new(cb.Registry), cb.Policy{
			Breaker: cb.Breaker{Failures: 1, Open: 10 * time.Second},
			Key:     cb.Key{Max: 1, Idle: time.Minute},
		})
		require.ErrorIs(t, fail(k.Of("gone")), errDown)
		time.Sleep(11 * time.Second)
		require.NoError(t, succeed(k.Of("gone")))
		require.Equal(t, cb.HalfOpen, k.Of("gone").State())
		require.Same(t, k.Shared(), k.Of("new"))
		time.Sleep(2 * time.Minute)
		k.Of("new")
		time.Sleep(2 * time.Minute)
		require.NotSame(t, k.Shared(), k.Of("new"))
	})
}

func TestGuardThatWasChangedByHandIsNotForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, change := range []func(*cb.Guard){(*cb.Guard).ForceOpen, (*cb.Guard).Disable, (*cb.Guard).Observe} {
			k := newKeyed[string](new(cb.Registry), cb.Policy{
				Breaker: cb.Breaker{Failures: 1},
				Key:     cb.Key{Max: 1, Idle: time.Minute},
			})
			change(k.Of("changed"))
			for range 10 {
				time.Sleep(time.Minute)
				require.Same(t, k.Shared(), k.Of("other"))
			}
		}
	})
}

// curiousError is an error that wants to know of another key when it is asked for its text.
type curiousError struct{ keyed *cb.Keyed[string] }

func (e curiousError) Error() string { return e.keyed.Of("another").Name() }

func TestLookingForIdleGuardsCallsNoErrorsMethod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeyed[string](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 5}, Key: cb.Key{Idle: time.Minute}})
		call, err := k.Of("failing").Begin(t.Context())
		require.NoError(t, err)
		call.Return(curiousError{k})
		for range 2 {
			time.Sleep(time.Hour)
			k.Of("new") // would wait for itself
		}
		time.Sleep(time.Hour)
		k.Of("other")
		require.Len(t, k.Guards(), 2, "all but the last have been forgotten")
	})
}

func TestPoliciesThatAreAppliedAtOnceEndUpTheSameForAllKeys(t *testing.T) {
	k := newKeyed[string](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 9}})
	key := k.Of("key")
	for range 2000 {
		var wg sync.WaitGroup
		for failures := range 4 {
			wg.Go(func() {
				if err := k.Shared().Apply(cb.Policy{Breaker: cb.Breaker{Failures: failures + 1}}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Equal(t, k.Shared().Snapshot().Policy, key.Snapshot().Policy)
	}
}

// A program may change the policies of all guards while it still makes some.
func TestGuardOfKeysIsWholeWhenTheRegistryHasIt(t *testing.T) {
	r := new(cb.Registry)
	var k *cb.Keyed[string]
	var wg sync.WaitGroup
	wg.Go(func() { k = newKeyed[string](r, cb.Policy{Breaker: cb.Breaker{Failures: 9}}) })
	wg.Go(func() {
		for len(r.All()) == 0 {
			runtime.Gosched()
		}
		if err := r.All()[0].Apply(cb.Policy{Breaker: cb.Breaker{Failures: 1}}); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
	require.Equal(t, 1, k.Of("key").Snapshot().Policy.Breaker.Failures)
}
