package semantics_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

type callerKey struct{}

// caller is the context of somebody whom a trace can tell from the others.
func caller(name string) context.Context {
	return context.WithValue(context.Background(), callerKey{}, name)
}

// trace writes down what the calls of the registry's guards meet.
func trace(r *cb.Registry) *[]string {
	said := new([]string)
	var mu sync.Mutex // calls that run at once have their hooks run at once
	say := func(ctx context.Context, format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		*said = append(*said, fmt.Sprintf("%v: ", ctx.Value(callerKey{}))+fmt.Sprintf(format, args...))
	}
	r.SetTrace(&cb.Trace{
		Rejected: func(ctx context.Context, err *cb.RejectedError) { say(ctx, "%v", err) },
		Transition: func(ctx context.Context, e cb.Event) {
			say(ctx, "%s from %v to %v: %s", e.Guard, e.From, e.To, e.Reason)
		},
	})
	return said
}

func TestTraceTellsEveryCallWhatItMeets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := new(cb.Registry)
		said := trace(r)
		g := cb.NewClient("Shop", struct{}{}, cb.WithRegistry(r)).Guard("Buy", breaker(cb.Breaker{
			Failures: 1, Open: time.Second, Probes: 1,
		}))
		fails := func() error { return errDown }
		do(caller("a"), g, fails)
		do(caller("b"), g, fails)
		do(caller("c"), g, fails)
		time.Sleep(time.Second)
		do(caller("d"), g, func() error {
			do(caller("e"), g, fails)
			return nil
		})
		g.ForceOpen() // nobody's call
		require.Equal(t, []string{
			"a: Shop.Buy from closed to open: failures in a row",
			"b: Shop.Buy: circuit breaker is open",
			"c: Shop.Buy: circuit breaker is open",
			"d: Shop.Buy from open to half_open: the wait is over",
			"e: Shop.Buy: circuit breaker is open",
			"d: Shop.Buy from half_open to closed: the probes succeeded",
		}, *said)

		r.SetTrace(nil)
		do(caller("f"), g, fails)
		require.Len(t, *said, 6)
	})
}

func TestTraceTellsOfAFullBulkhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := new(cb.Registry)
		said := trace(r)
		client := cb.NewClient("Shop", struct{}{}, cb.WithRegistry(r))
		for method, wait := range map[string]time.Duration{"Look": 0, "Buy": time.Second} {
			g := client.Guard(method, bulkhead(cb.Bulkhead{Max: 1, Wait: wait}))
			finish := hang(t, g)
			do(caller("a"), g, nil)
			finish(nil)
		}
		require.ElementsMatch(t, []string{
			"a: Shop.Look: bulkhead is full",
			"a: Shop.Buy: bulkhead is full",
		}, *said)
	})
}

func TestTraceTellsACallThatItsBreakerOpenedWhileItWaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := new(cb.Registry)
		g := cb.NewClient("Shop", struct{}{}, cb.WithRegistry(r)).Guard("Buy", cb.Policy{
			Breaker:  cb.Breaker{Failures: 1},
			Bulkhead: cb.Bulkhead{Max: 1, Wait: time.Hour},
		})
		finish := hang(t, g)
		go do(caller("a"), g, nil)
		synctest.Wait()
		said := trace(r)
		finish(errDown)
		synctest.Wait()
		require.Contains(t, *said, "a: Shop.Buy: circuit breaker is open")
	})
}

// The call's guard is meant, and not the others whose breaker has changed with it.
func TestTraceTellsOfATransitionOnce(t *testing.T) {
	r := new(cb.Registry)
	said := trace(r)
	client := cb.NewClient("Shop", struct{}{}, cb.WithRegistry(r))
	policy := breaker(cb.Breaker{Failures: 1, Group: "all"})
	client.Guard("Look", policy)
	do(caller("a"), client.Guard("Buy", policy), func() error { return errDown })
	require.Equal(t, []string{"a: Shop.Buy from closed to open: failures in a row"}, *said)
}

func TestHookMayAskTheGuard(t *testing.T) {
	r := new(cb.Registry)
	g := cb.NewClient("Shop", struct{}{}, cb.WithRegistry(r)).Guard("Buy", breaker(cb.Breaker{Failures: 1}))
	var seen []cb.State
	r.SetTrace(&cb.Trace{
		Rejected:   func(context.Context, *cb.RejectedError) { seen = append(seen, g.Snapshot().State) },
		Transition: func(context.Context, cb.Event) { seen = append(seen, g.Snapshot().State) },
	})
	fail(g)
	fail(g)
	require.Equal(t, []cb.State{cb.Open, cb.Open}, seen)
}

func TestHooksThatAreNilAreNotRun(t *testing.T) {
	r := new(cb.Registry)
	r.SetTrace(new(cb.Trace))
	g := cb.NewClient("Shop", struct{}{}, cb.WithRegistry(r)).Guard("Buy", breaker(cb.Breaker{Failures: 1}))
	require.ErrorIs(t, fail(g), errDown)
	require.ErrorIs(t, fail(g), cb.ErrOpen)
}

func TestTransitionOfATraceSaysWhichGuardOfTheName(t *testing.T) {
	r := new(cb.Registry)
	var told []uint64
	r.SetTrace(&cb.Trace{Transition: func(_ context.Context, e cb.Event) { told = append(told, e.ID) }})
	client := cb.NewClient("Shop", struct{}{}, cb.WithRegistry(r))
	policy := breaker(cb.Breaker{Failures: 1, Group: "all"})
	buy, sell := client.Guard("Buy", policy), client.Guard("Sell", policy)
	require.ErrorIs(t, fail(sell), errDown)
	require.Equal(t, []uint64{sell.Snapshot().ID}, told)
	require.Equal(t, cb.Open, buy.State())
}

// Whoever hears that the breaker has opened may look at once: the call that did it holds its slot
// no longer.
func TestWhoeverIsToldOfATransitionFindsTheSlotFree(t *testing.T) {
	for name, first := range map[string]bool{"a trace": true, "a listener": false} {
		t.Run(name, func(t *testing.T) {
			r := new(cb.Registry)
			g := cb.NewClient("Shop", struct{}{}, cb.WithRegistry(r)).Guard("Buy", cb.Policy{
				Breaker:  cb.Breaker{Failures: 1, Open: time.Hour},
				Bulkhead: cb.Bulkhead{Max: 1},
			})
			inFlight := make(chan int, 1)
			look := func() { inFlight <- g.Snapshot().InFlight }
			if first {
				r.SetTrace(&cb.Trace{Transition: func(context.Context, cb.Event) { look() }})
			} else {
				r.Listen(func(cb.Event) { look() })
			}
			require.ErrorIs(t, fail(g), errDown)
			require.Zero(t, <-inFlight)
		})
	}
}
