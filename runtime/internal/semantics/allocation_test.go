package semantics_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// Allocations are counted without the race detector, which makes its own: CI runs both.
func requireNoAllocations(t *testing.T, what string, f func()) {
	t.Helper()
	if n := testing.AllocsPerRun(1000, f); n != 0 {
		t.Errorf("%s allocates %v times", what, n)
	}
}

// neverOpens has every rule, and half of the calls may fail.
func neverOpens(w cb.Window) cb.Breaker {
	return cb.Breaker{Failures: 1000, Rate: 60 * cb.Percent, Slow: time.Hour, Window: w, Min: 10}
}

func TestClosedPathAllocatesNothing(t *testing.T) {
	byCalls, byTime := cb.Window{Calls: 50}, cb.Window{Period: time.Minute}
	rate := func(w cb.Window) cb.Breaker { return cb.Breaker{Rate: 60 * cb.Percent, Window: w, Min: 10} }
	slow := func(w cb.Window) cb.Breaker { return cb.Breaker{Slow: time.Hour, Window: w, Min: 10} }
	group := neverOpens(byCalls)
	group.Group = "all"

	for name, p := range map[string]cb.Policy{
		"nothing":              {},
		"failures in a row":    breaker(cb.Breaker{Failures: 1000}),
		"rate, calls":          breaker(rate(byCalls)),
		"rate, time":           breaker(rate(byTime)),
		"slow, calls":          breaker(slow(byCalls)),
		"slow, time":           breaker(slow(byTime)),
		"every rule, calls":    breaker(neverOpens(byCalls)),
		"every rule, time":     breaker(neverOpens(byTime)),
		"group":                breaker(group),
		"bulkhead":             bulkhead(cb.Bulkhead{Max: 10}),
		"bulkhead with wait":   bulkhead(cb.Bulkhead{Max: 10, Wait: time.Second, Queue: 5}),
		"every rule, bulkhead": {Breaker: neverOpens(byTime), Bulkhead: cb.Bulkhead{Max: 10, Wait: time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			client := newClient()
			g := client.Guard("Charge", p)
			client.Guard("Refund", p) // of the same group, if there is one
			ctx := t.Context()
			hungUp, hangUp := context.WithCancel(ctx)
			hangUp()
			requireNoAllocations(t, "success", func() { passThrough(t, g, ctx, nil) })
			requireNoAllocations(t, "failure", func() {
				passThrough(t, g, ctx, nil)
				passThrough(t, g, ctx, errDown)
			})
			requireNoAllocations(t, "cancelled", func() { passThrough(t, g, hungUp, context.Canceled) })
			requireNoAllocations(t, "ignored", func() {
				call, _ := g.Begin(ctx)
				call.Ignore(errDown)
			})
			requireNoAllocations(t, "success with an error", func() {
				call, _ := g.Begin(ctx)
				call.Succeed(errDown)
			})
			requireNoAllocations(t, "failure without an error", func() {
				passThrough(t, g, ctx, nil)
				call, _ := g.Begin(ctx)
				call.Fail(nil)
			})
			requireNoAllocations(t, "fallback", func() { instead(g, func() error { return errDown }) })
			requireNoAllocations(t, "panic", func() {
				passThrough(t, g, ctx, nil)
				call, _ := g.Begin(ctx)
				call.End()
			})
			requireNoAllocations(t, "State", func() { g.State() })
			require.Equal(t, cb.Closed, g.State())
		})
	}
}

// passThrough is a call that is admitted.
func passThrough(t *testing.T, g *cb.Guard, ctx context.Context, err error) {
	call, rejected := g.Begin(ctx)
	if rejected != nil {
		t.Fatal(rejected)
	}
	call.Return(err)
	call.End()
}

func TestRejectingAllocatesNothing(t *testing.T) {
	rejecting := func(t *testing.T, g *cb.Guard, reason error) {
		t.Helper()
		requireNoAllocations(t, "Begin", func() {
			if _, err := g.Begin(t.Context()); err == nil {
				t.Fatal("admitted")
			}
		})
		requireNoAllocations(t, "State", func() { g.State() })
		require.ErrorIs(t, succeed(g), reason)
	}

	t.Run("open", func(t *testing.T) {
		rejecting(t, opened(t, cb.Breaker{Open: time.Hour}), cb.ErrOpen)
	})
	t.Run("probes under way", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			g := opened(t, cb.Breaker{Open: time.Second, Probes: 1, HalfOpen: time.Hour})
			time.Sleep(time.Second)
			hang(t, g)
			rejecting(t, g, cb.ErrOpen)
		})
	})
	t.Run("full", func(t *testing.T) {
		g := newGuard(bulkhead(cb.Bulkhead{Max: 1}))
		hang(t, g)
		rejecting(t, g, cb.ErrBulkheadFull)
	})
	t.Run("full, with every rule", func(t *testing.T) {
		g := newGuard(cb.Policy{Breaker: neverOpens(cb.Window{Period: time.Minute}), Bulkhead: cb.Bulkhead{Max: 1}})
		hang(t, g)
		rejecting(t, g, cb.ErrBulkheadFull)
	})
	t.Run("full, and the queue too", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			g := newGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Hour, Queue: 1}))
			finish := hang(t, g)
			go succeed(g)
			synctest.Wait()
			rejecting(t, g, cb.ErrBulkheadFull)
			finish(nil)
		})
	})
	t.Run("full, half-open", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			g, _ := fullAndOpen(t, 0)
			time.Sleep(time.Second)
			rejecting(t, g, cb.ErrBulkheadFull)
			require.Equal(t, cb.HalfOpen, g.State())
		})
	})
	t.Run("group", func(t *testing.T) {
		client := newClient()
		policy := breaker(cb.Breaker{Failures: 1, Open: time.Hour, Group: "all"})
		first, second := client.Guard("First", policy), client.Guard("Second", policy)
		require.ErrorIs(t, fail(first), errDown)
		requireNoAllocations(t, "Begin by turns", func() {
			first.Begin(t.Context())
			second.Begin(t.Context())
		})
		require.ErrorIs(t, succeed(second), cb.ErrOpen)
	})
}
