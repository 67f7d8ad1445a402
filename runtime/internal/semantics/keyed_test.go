package semantics_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
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

// keyedWith has one failure open a breaker, so that a key is easily brought into any state.
func keyedWith(key cb.Key) *cb.Keyed[string] {
	return newKeyed[string](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 1, Open: 10 * time.Second}, Key: key})
}

// pass lets time pass, and whoever has been waiting for it do what he has to do.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func names(k *cb.Keyed[string]) (names []string) {
	for _, g := range k.Guards()[1:] {
		names = append(names, strings.TrimPrefix(g.Name(), "Client.Method"))
	}
	return names
}

func TestIdleGuardIsForgottenThoughNoOtherKeyComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := new(cb.Registry)
		k := newKeyed[int](r, cb.Policy{Breaker: cb.Breaker{Failures: 3}, Key: cb.Key{Idle: time.Minute}})
		for key := range 10 {
			require.NoError(t, succeed(k.Of(key)))
		}
		for range 5 {
			pass(30 * time.Second)
			require.NoError(t, succeed(k.Of(0)))
		}
		require.Len(t, k.Guards(), 2)
		require.Len(t, r.All(), 2)
		require.Len(t, r.Lookup("Client.Method[0]"), 1, "this one has not been idle")
		require.Equal(t, uint64(6), k.Of(0).Snapshot().Totals.Successes)
		pass(75 * time.Second)
		require.Len(t, k.Guards(), 1)
		require.NoError(t, succeed(k.Of(0)))
		require.Equal(t, uint64(1), k.Of(0).Snapshot().Totals.Successes, "it begins again")
		pass(75 * time.Second)
		require.Len(t, k.Guards(), 1, "and is forgotten again")
	})
}

func TestGuardIsForgottenAtMostAQuarterAfterItHasBecomeIdle(t *testing.T) {
	for _, called := range []time.Duration{0, time.Second, 15 * time.Second, 22 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			k := keyedWith(cb.Key{Idle: time.Minute})
			k.Of("a")
			pass(called)
			require.NoError(t, succeed(k.Of("a")))
			pass(time.Minute - 1)
			require.Len(t, k.Guards(), 2)
			pass(15*time.Second + 1)
			require.Len(t, k.Guards(), 1)
		})
	}
}

func TestIdleGuardMakesRoomForAnotherKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := keyedWith(cb.Key{Max: 2, Idle: time.Minute})
		require.NoError(t, succeed(k.Of("a")))
		require.NoError(t, succeed(k.Of("b")))
		for range 29 {
			pass(2 * time.Second)
			require.Same(t, k.Shared(), k.Of("c"), "not before they are idle")
		}
		pass(20 * time.Second)
		require.NotSame(t, k.Shared(), k.Of("c"))
	})
}

func TestIdleGuardIsNotForgottenUnlessItIsQuietAndClosed(t *testing.T) {
	const other = "other"
	for name, hold := range map[string]func(*testing.T, *cb.Guard){
		"open":        func(t *testing.T, g *cb.Guard) { require.ErrorIs(t, fail(g), errDown) },
		"half-open":   func(t *testing.T, g *cb.Guard) { halfOpened(t, g) },
		"forced open": func(_ *testing.T, g *cb.Guard) { g.ForceOpen() },
		"disabled":    func(_ *testing.T, g *cb.Guard) { g.Disable() },
		"observed":    func(_ *testing.T, g *cb.Guard) { g.Observe() },
		"busy":        func(t *testing.T, g *cb.Guard) { hang(t, g) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k := keyedWith(cb.Key{Idle: time.Minute})
				before := k.Of("held")
				hold(t, before)
				require.NoError(t, succeed(k.Of(other)))
				pass(time.Hour)
				require.Equal(t, []string{"[held]"}, names(k), "time alone is not enough")
				require.NoError(t, succeed(k.Of(other)))
				require.Same(t, before, k.Of("held"), "nor is another key, as long as there is a place")
			})
		})
	}
}

func halfOpened(t *testing.T, g *cb.Guard) {
	require.ErrorIs(t, fail(g), errDown)
	time.Sleep(11 * time.Second)
	require.NoError(t, succeed(g))
	require.Equal(t, cb.HalfOpen, g.State())
}

func TestGuardIsForgottenWhenItsCallHasReturned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := keyedWith(cb.Key{Idle: time.Minute})
		finish := hang(t, k.Of("busy"))
		pass(time.Hour)
		require.Len(t, k.Guards(), 2)
		finish(nil)
		pass(75 * time.Second)
		require.Len(t, k.Guards(), 1)
	})
}

func TestKeysWhoseHostsAreGoneMakeRoomWhenThereIsNoOther(t *testing.T) {
	for name, bring := range map[string]func(*testing.T, *cb.Guard){
		"open, and the wait is over": func(t *testing.T, g *cb.Guard) { require.ErrorIs(t, fail(g), errDown) },
		"half-open":                  halfOpened,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k := keyedWith(cb.Key{Max: 1, Idle: time.Minute})
				bring(t, k.Of("gone"))
				require.Same(t, k.Shared(), k.Of("new"))
				pass(59 * time.Second)
				require.Same(t, k.Shared(), k.Of("new"), "it is not idle yet")
				pass(16 * time.Second)
				require.NotSame(t, k.Shared(), k.Of("new"), "nobody calls the host to find that it is there again")
				require.Equal(t, []string{"[new]"}, names(k))
			})
		})
	}
}

func TestGuardThatHasBeenIdleForLongestMakesRoomFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := keyedWith(cb.Key{Max: 3, Idle: time.Minute})
		for _, key := range []string{"second", "first", "third"} {
			require.ErrorIs(t, fail(k.Of(key)), errDown)
		}
		for _, key := range []string{"second", "third"} { // are called again, and fail again
			pass(20 * time.Second)
			require.ErrorIs(t, fail(k.Of(key)), errDown)
		}
		pass(2 * time.Minute)
		require.Equal(t, []string{"[first]", "[second]", "[third]"}, names(k))
		k.Of("a")
		require.Equal(t, []string{"[a]", "[second]", "[third]"}, names(k))
		k.Of("b")
		require.Equal(t, []string{"[a]", "[b]", "[third]"}, names(k))
		require.ErrorIs(t, fail(k.Of("third")), errDown)
		require.Same(t, k.Shared(), k.Of("c"), "the last has been called again")
		require.Equal(t, []string{"[a]", "[b]", "[third]"}, names(k))
	})
}

func TestGuardWithAProbeInFlightMakesNoRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := keyedWith(cb.Key{Max: 1, Idle: time.Minute})
		require.ErrorIs(t, fail(k.Of("gone")), errDown)
		pass(11 * time.Second)
		finish := hang(t, k.Of("gone"))
		pass(time.Hour)
		require.Same(t, k.Shared(), k.Of("new"))
		finish(nil)
	})
}

func TestManyKeysWhoseHostsAreGoneMakeRoomForAsMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeyed[int](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 1}, Key: cb.Key{Max: 1000, Idle: time.Minute}})
		for key := range 1000 {
			require.ErrorIs(t, fail(k.Of(key)), errDown)
		}
		pass(2 * time.Minute)
		require.Len(t, k.Guards(), 1001, "nothing is forgotten that nobody has to make room for")
		for key := 1000; key < 2000; key++ {
			require.NotSame(t, k.Shared(), k.Of(key))
			require.LessOrEqual(t, len(k.Guards()), 1001)
		}
		require.Same(t, k.Shared(), k.Of(2000))
	})
}

func TestLowerMaximumIsReachedByForgetting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := cb.Policy{Breaker: cb.Breaker{Failures: 1}, Key: cb.Key{Max: 5, Idle: time.Minute}}
		k := newKeyed[int](new(cb.Registry), policy)
		for key := range 5 {
			require.ErrorIs(t, fail(k.Of(key)), errDown)
		}
		policy.Key.Max = 2
		require.NoError(t, k.Shared().Apply(policy))
		require.Len(t, k.Guards(), 6)
		pass(2 * time.Minute)
		require.NotSame(t, k.Shared(), k.Of(5))
		require.Len(t, k.Guards(), 3)
	})
}

func TestShorterIdleIsThatOfTheGuardsThereAre(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := cb.Policy{Breaker: cb.Breaker{Failures: 1}, Key: cb.Key{Idle: 100 * time.Hour}}
		k := newKeyed[int](new(cb.Registry), policy)
		require.NoError(t, succeed(k.Of(1)))
		policy.Key.Idle = time.Minute
		require.NoError(t, k.Shared().Apply(policy))
		pass(75 * time.Second)
		require.Len(t, k.Guards(), 1)
	})
}

func TestIdleThatIsTinyKeepsNobodyBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := keyedWith(cb.Key{Idle: 1})
		require.ErrorIs(t, fail(k.Of("a")), errDown)
		pass(time.Minute) // which would have no end
		require.Len(t, k.Guards(), 2)
	})
}

func TestNeitherKeysNorGuardsAreKeptAliveByLookingForIdleOnes(t *testing.T) {
	r := new(cb.Registry)
	func() {
		k := newKeyed[int](r, cb.Policy{Breaker: cb.Breaker{Failures: 1}, Key: cb.Key{Idle: 1000 * time.Hour}})
		require.NoError(t, succeed(k.Of(1)))
		require.Len(t, r.All(), 2)
	}()
	for range 1000 {
		runtime.GC()
		if len(r.All()) == 0 {
			return
		}
	}
	require.Empty(t, r.All())
}

// Keys of a package's variable live longer than the bubble, and their timer does not.
func TestKeysThatABubbleHasCalledAreLookedAtAfterIt(t *testing.T) {
	k := newKeyed[int](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 1}, Key: cb.Key{Max: 1, Idle: time.Minute}})
	synctest.Test(t, func(*testing.T) { k.Of(1) })
	require.NotSame(t, k.Shared(), k.Of(2), "the bubble's clock is decades behind")
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

// curiousError is an error that wants to know of another key when it is asked for its text.
type curiousError struct{ keyed *cb.Keyed[string] }

func (e curiousError) Error() string { return e.keyed.Of("another").Name() }

func TestLookingForIdleGuardsCallsNoErrorsMethod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeyed[string](new(cb.Registry), cb.Policy{Breaker: cb.Breaker{Failures: 5}, Key: cb.Key{Idle: time.Minute}})
		call, err := k.Of("failing").Begin(t.Context())
		require.NoError(t, err)
		call.Return(curiousError{k})
		pass(time.Hour) // would wait for itself
		require.Len(t, k.Guards(), 1)
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

// curiousKey wants to know of another key when it is asked for its text.
type curiousKey struct{ keyed **cb.Keyed[curiousKey] }

func (c curiousKey) String() string {
	return (*c.keyed).Shared().Name() + fmt.Sprint(len((*c.keyed).Guards()))
}

func TestNameOfAKeyIsAskedForWithoutALock(t *testing.T) {
	k := newKeyed[curiousKey](new(cb.Registry), cb.Policy{})
	require.Equal(t, "Client.Method[Client.Method1]", k.Of(curiousKey{&k}).Name())
}
