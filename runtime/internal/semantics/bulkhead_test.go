package semantics_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestWaitersAreServedInTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Hour}))
		finish := hang(t, g)
		var served []int
		for i := range 10 {
			go do(t.Context(), g, func() error {
				served = append(served, i)
				return nil
			})
			synctest.Wait()
		}
		require.Equal(t, 10, g.Snapshot().Waiting)

		finish(nil)
		synctest.Wait()
		require.Equal(t, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, served)
		require.Zero(t, g.Snapshot().Waiting)
	})
}

func TestWaitEndsAsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: 50 * time.Millisecond}))
		finish := hang(t, g)
		began := time.Now()
		require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
		require.Equal(t, 50*time.Millisecond, time.Since(began))
		require.Zero(t, g.Snapshot().Waiting)
		require.EqualValues(t, 1, g.Snapshot().Totals.RejectedFull)

		finish(nil)
		require.NoError(t, succeed(g))
	})
}

func TestWithoutWaitNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1}))
		defer hang(t, g)(nil)
		began := time.Now()
		require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
		require.Zero(t, time.Since(began))
	})
}

func TestQueueBoundsWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Hour, Queue: 2}))
		finish := hang(t, g)
		for range 2 {
			go succeed(g)
		}
		synctest.Wait()
		require.Equal(t, 2, g.Snapshot().Waiting)
		require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)

		finish(nil)
		synctest.Wait()
		require.EqualValues(t, 3, g.Snapshot().Totals.Successes)
	})
}

func TestWaiterWhoseContextIsDoneLeavesAtOnceWithItsError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Hour}))
		finish := hang(t, g)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()

		began := time.Now()
		err := do(ctx, g, func() error { panic("was not admitted") })
		require.Equal(t, context.DeadlineExceeded, err)
		require.Equal(t, time.Second, time.Since(began))

		s := g.Snapshot()
		require.Zero(t, s.Waiting)
		require.Equal(t, cb.Totals{}, s.Totals)
		finish(nil)
	})
}

func TestWaiterWithoutAContextWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Second}))
		finish := hang(t, g)
		var none context.Context
		waited := make(chan error)
		go func() { waited <- do(none, g, func() error { return nil }) }()
		synctest.Wait()
		finish(nil)
		require.NoError(t, <-waited)
	})
}

func TestSlotGoesPastAWaiterThatHasLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Hour}))
		finish := hang(t, g)
		ctx, cancel := context.WithCancel(t.Context())
		left := make(chan error, 1)
		go func() { left <- do(ctx, g, func() error { return nil }) }()
		synctest.Wait()
		served := make(chan error, 1)
		go func() { served <- succeed(g) }()
		synctest.Wait()

		// Both at once: whichever the waiter sees first, the slot must not be lost.
		cancel()
		finish(nil)
		synctest.Wait()
		require.NoError(t, <-served)
		if err := <-left; err != nil {
			require.ErrorIs(t, err, context.Canceled)
		}
		require.Zero(t, g.Snapshot().InFlight)
		require.NoError(t, succeed(g))
	})
}

func TestNobodyOvertakesAWaiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 2, Wait: time.Minute}))
		first, second := hang(t, g), hang(t, g)
		running := make(chan struct{})
		go do(t.Context(), g, func() error {
			<-running
			return nil
		})
		synctest.Wait()
		first(nil) // its slot is the waiter's
		synctest.Wait()

		go succeed(g)
		synctest.Wait()
		require.Equal(t, 1, g.Snapshot().Waiting)
		second(nil)
		close(running)
		synctest.Wait()
		require.EqualValues(t, 4, g.Snapshot().Totals.Successes)
	})
}

// fullAndOpen is a guard with both slots of its bulkhead taken by calls that hang, which
// have opened its breaker.
func fullAndOpen(t *testing.T, wait time.Duration) (g *cb.Guard, finish func(error)) {
	t.Helper()
	g = newGuard(cb.Policy{
		Breaker:  cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 2}, Open: time.Second, Probes: 1},
		Bulkhead: cb.Bulkhead{Max: 2, Wait: wait},
	})
	finish = hang(t, g)
	hang(t, g)
	time.Sleep(time.Second + 1)
	require.ErrorIs(t, succeed(g), cb.ErrOpen)
	return g, finish
}

func TestAnOpenBreakerNeverQueues(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _ := fullAndOpen(t, time.Hour)
		began := time.Now()
		require.ErrorIs(t, succeed(g), cb.ErrOpen)
		require.Zero(t, time.Since(began))
	})
}

func TestFullBulkheadGivesTheProbeBack(t *testing.T) {
	for name, wait := range map[string]time.Duration{"at once": 0, "after waiting": time.Second} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g, finish := fullAndOpen(t, wait)
				time.Sleep(time.Second)
				for range 3 {
					require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
				}
				require.Equal(t, cb.HalfOpen, g.State())

				finish(nil)
				require.NoError(t, succeed(g))
				require.Equal(t, cb.Closed, g.State())
			})
		})
	}
}

func TestWaiterHoldsNoProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, finish := fullAndOpen(t, time.Hour)
		time.Sleep(time.Second)
		ctx, cancel := context.WithCancel(t.Context())
		left := make(chan error)
		go func() { left <- do(ctx, g, func() error { panic("was not admitted") }) }()
		synctest.Wait()
		waited := make(chan error)
		go func() { waited <- succeed(g) }()
		synctest.Wait()
		require.Equal(t, 2, g.Snapshot().Waiting, "the second is not rejected for want of a probe")

		cancel()
		require.ErrorIs(t, <-left, context.Canceled)
		finish(nil)
		require.NoError(t, <-waited)
		require.Equal(t, cb.Closed, g.State())
	})
}

func TestCallThatWaitedAsksTheBreakerAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(cb.Policy{Breaker: cb.Breaker{Failures: 1}, Bulkhead: cb.Bulkhead{Max: 1, Wait: time.Hour}})
		finish := hang(t, g)
		waited := make(chan error, 1)
		go func() { waited <- do(t.Context(), g, func() error { panic("was not admitted") }) }()
		synctest.Wait()

		finish(errDown) // opens
		require.ErrorIs(t, <-waited, cb.ErrOpen)
		s := g.Snapshot()
		require.Zero(t, s.InFlight)
		require.EqualValues(t, 1, s.Totals.RejectedOpen)
		require.Zero(t, s.Totals.RejectedFull)
		require.Equal(t, "SSS", drive(t, g, "WSSS"), "its slot is free again")
	})
}

func TestNoSlotIsLostUnderCancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 3, Wait: 5 * time.Millisecond, Queue: 20}))
		var callers sync.WaitGroup
		for i := range 200 {
			rnd := rand.New(rand.NewPCG(7, uint64(i)))
			callers.Go(func() {
				for range 50 {
					ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rnd.IntN(8))*time.Millisecond)
					err := do(ctx, g, func() error {
						if n := g.Snapshot().InFlight; n > 3 {
							t.Errorf("%d calls in flight", n)
						}
						time.Sleep(time.Duration(rnd.IntN(4)) * time.Millisecond)
						return nil
					})
					cancel()
					if err != nil && !errors.Is(err, cb.ErrBulkheadFull) && !errors.Is(err, context.DeadlineExceeded) {
						t.Error(err)
					}
				}
			})
		}
		callers.Wait()
		s := g.Snapshot()
		require.Zero(t, s.InFlight)
		require.Zero(t, s.Waiting)
		for range 3 {
			hang(t, g)
		}
		require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
	})
}

func TestSlotIsHeldUntilTheMethodHasReallyReturned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		go do(ctx, g, func() error { // deaf to its context
			time.Sleep(time.Minute)
			return ctx.Err()
		})
		time.Sleep(time.Minute - 1)
		require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		require.NoError(t, succeed(g))
	})
}

// A slot that comes free just before a call begins to wait must be found by it: otherwise
// it would wait beside a free slot, and here until fake time passes. Two callers make that
// happen more often than many do.
func TestSlotThatComesFreeMeanwhileIsNotLost(t *testing.T) {
	const callers, calls = 2, 250_000
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Hour}))
		began := time.Now()
		var all sync.WaitGroup
		for range callers {
			all.Go(func() {
				for range calls {
					if err := succeed(g); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
		require.Zero(t, time.Since(began))
		require.EqualValues(t, callers*calls, g.Snapshot().Totals.Successes)
	})
}

type faultyContext struct{ context.Context }

func (faultyContext) Done() <-chan struct{} { panic("faulty") }

func TestFaultyContextLosesNoSlot(t *testing.T) {
	g := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Minute}))
	finish := hang(t, g)
	require.Panics(t, func() { _, _ = g.Begin(faultyContext{t.Context()}) })
	finish(nil)
	require.NoError(t, succeed(g))
	require.Zero(t, g.Snapshot().InFlight)
}
