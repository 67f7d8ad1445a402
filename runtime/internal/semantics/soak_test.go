package semantics_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// A soak is many callers of a few guards, whose dependency has outages in which it fails
// in every way there is. It runs in fake time: minutes of it.
const (
	soakCallers = 60
	soakCalls   = 1000 // each
)

func TestSoakEndsWithNothingHeldAndEveryCallCountedOnce(t *testing.T) {
	const seed = 11
	t.Logf("seed %d", seed)
	goroutines := runtime.NumGoroutine()
	// A bubble ends only when all of its goroutines have.
	synctest.Test(t, func(t *testing.T) {
		client := newClient()
		group := cb.Breaker{
			Failures: 20, Rate: 40 * cb.Percent, Window: cb.Window{Period: 10 * time.Second},
			Slow: time.Second, SlowRate: 60 * cb.Percent, Open: 2 * time.Second, Factor: 1.5, MaxOpen: 10 * time.Second,
			Jitter: 20 * cb.Percent, Probes: 4, HalfOpen: 5 * time.Second, Group: "writes",
		}
		alone := group
		alone.Group, alone.Window = "", cb.Window{Calls: 40}
		var sides []*soakSide
		for i, p := range []cb.Policy{
			{Breaker: group, Bulkhead: cb.Bulkhead{Max: 8, Wait: 300 * time.Millisecond, Queue: 10}},
			{Breaker: group, Bulkhead: cb.Bulkhead{Max: 3}},
			{Breaker: group},
			{Breaker: alone, Bulkhead: cb.Bulkhead{Max: 5, Wait: time.Second}},
			bulkhead(cb.Bulkhead{Max: 6, Wait: time.Second}),
		} {
			sides = append(sides, newSoakSide(t, client.Guard(fmt.Sprintf("Method%d", i), p)))
		}

		var callers sync.WaitGroup
		for i := range soakCallers {
			rnd := rand.New(rand.NewPCG(seed, uint64(i)))
			callers.Go(func() {
				for range soakCalls {
					sides[rnd.IntN(len(sides))].call(rnd)
					time.Sleep(time.Duration(rnd.IntN(500)) * time.Millisecond)
				}
			})
		}
		callers.Wait()

		for _, s := range sides {
			s.requireNothingHeld()
			s.requireEveryCallCounted()
			s.requireEverythingHappened()
		}
		time.Sleep(time.Minute)
		for _, s := range sides {
			require.Equal(t, "SSSSSSSS", drive(t, s.guard, "SSSSSSSS"), "well again")
			require.Equal(t, cb.Closed, s.guard.State())
		}
	})
	for range 1000 { // Go's own goroutines, which clean up, take a moment to come to rest
		if runtime.NumGoroutine() <= goroutines {
			return
		}
		time.Sleep(time.Millisecond)
	}
	require.LessOrEqual(t, runtime.NumGoroutine(), goroutines)
}

func (s *soakSide) requireNothingHeld() {
	now := s.guard.Snapshot()
	require.Zero(s.t, now.InFlight)
	require.Zero(s.t, now.Waiting)
	require.Zero(s.t, s.reached.Load())
}

func (s *soakSide) requireEveryCallCounted() {
	totals := s.guard.Snapshot().Totals
	require.Equal(s.t, s.successes.Load(), totals.Successes)
	require.Equal(s.t, s.failures.Load(), totals.Failures)
	require.Equal(s.t, s.cancelled.Load(), totals.Cancelled)
	require.Equal(s.t, s.open.Load(), totals.RejectedOpen)
	require.Equal(s.t, s.full.Load(), totals.RejectedFull)
	require.Equal(s.t, s.made.Load(), s.left.Load()+
		totals.Successes+totals.Failures+totals.Cancelled+totals.RejectedOpen+totals.RejectedFull)
}

// A soak in which something never happened would have tested less than it says.
func (s *soakSide) requireEverythingHappened() {
	s.t.Logf("%s: %d left the queue, %+v, generation %d", s.guard.Name(), s.left.Load(), s.guard.Snapshot().Totals, s.guard.Snapshot().Generation)
	require.NotZero(s.t, s.successes.Load())
	require.NotZero(s.t, s.failures.Load())
	require.NotZero(s.t, s.cancelled.Load())
	if s.policy.Breaker != (cb.Breaker{}) {
		require.NotZero(s.t, s.open.Load())
		require.NotEmpty(s.t, s.probes)
		require.NotZero(s.t, s.guard.Snapshot().Totals.Late)
	}
	if s.policy.Bulkhead != (cb.Bulkhead{}) {
		require.NotZero(s.t, s.full.Load())
	}
	if s.policy.Bulkhead.Wait != 0 {
		require.NotZero(s.t, s.left.Load())
	}
}
