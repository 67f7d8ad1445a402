package semantics_test

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// timedGuard counts calls of up to a second, of up to a minute, and longer ones.
func timedGuard(p cb.Policy) *cb.Guard {
	return cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(new(cb.Registry)), cb.WithDurations(time.Second, time.Minute)).
		Guard("Charge", p, cb.Streamed, cb.Timed)
}

func requireDurations(t *testing.T, g *cb.Guard, sum time.Duration, counts ...uint64) {
	t.Helper()
	d := g.Snapshot().Durations
	require.Equal(t, counts, d.Counts)
	require.InDelta(t, sum.Seconds(), d.Sum, 1e-9)
	require.Equal(t, []time.Duration{time.Second, time.Minute}, d.Buckets)
}

func TestDurationsAreNotCountedUnlessAskedFor(t *testing.T) {
	g := newGuard(cb.Policy{})
	require.NoError(t, succeed(g))
	require.Nil(t, g.Snapshot().Durations)
}

func TestDurationOfEveryAdmittedCallIsCountedOnce(t *testing.T) {
	for name, p := range map[string]cb.Policy{
		"no breaker":       {},
		"failures":         breaker(cb.Breaker{Failures: 1000}),
		"slow":             breaker(cb.Breaker{Slow: 30 * time.Second, Window: cb.Window{Calls: 1000}}),
		"slow and over":    breaker(cb.Breaker{Slow: time.Millisecond, Window: cb.Window{Calls: 1000}}),
		"bulkhead":         bulkhead(cb.Bulkhead{Max: 3}),
		"bulkhead, slow":   {Breaker: cb.Breaker{Slow: 30 * time.Second, Window: cb.Window{Calls: 1000}}, Bulkhead: cb.Bulkhead{Max: 3}},
		"in a time window": breaker(cb.Breaker{Rate: 99 * cb.Percent, Window: cb.Window{Period: time.Minute}}),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := timedGuard(p)
				requireDurations(t, g, 0, 0, 0, 0)
				slowly(t, g, time.Second, nil) // exactly that long is within
				requireDurations(t, g, time.Second, 1, 0, 0)
				slowly(t, g, time.Second+1, errDown)
				slowly(t, g, time.Hour, nil)
				requireDurations(t, g, time.Hour+2*time.Second+1, 1, 1, 1)

				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				require.Error(t, do(ctx, g, func() error { <-ctx.Done(); return ctx.Err() }), "cancelled")
				call, err := g.Begin(t.Context())
				require.NoError(t, err)
				time.Sleep(10 * time.Second)
				call.Ignore(errDown)
				call.End()
				finish := hang(t, g)
				require.Panics(t, func() {
					do(t.Context(), g, func() error { time.Sleep(10 * time.Second); panic("boom") })
				})
				requireDurations(t, g, time.Hour+32*time.Second+1, 1, 4, 1)
				finish(nil)
				requireDurations(t, g, time.Hour+42*time.Second+1, 1, 5, 1)
				require.EqualValues(t, 7, g.Snapshot().Durations.Calls())
			})
		})
	}
}

func TestRejectedCallHasNoDuration(t *testing.T) {
	g := timedGuard(cb.Policy{Breaker: cb.Breaker{Failures: 1, Open: time.Hour}, Bulkhead: cb.Bulkhead{Max: 1}})
	finish := hang(t, g)
	require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)
	finish(errDown)
	require.ErrorIs(t, succeed(g), cb.ErrOpen)
	require.EqualValues(t, 1, g.Snapshot().Durations.Calls())
}

func TestDurationBeginsWhenTheCallHasItsSlot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := timedGuard(bulkhead(cb.Bulkhead{Max: 1, Wait: time.Hour}))
		finish := hang(t, g)
		go slowly(t, g, 5*time.Second, nil)
		time.Sleep(30 * time.Second)
		finish(nil)
		time.Sleep(time.Minute)
		requireDurations(t, g, 35*time.Second, 0, 2, 0)
	})
}

func TestProbesAndObservedCallsHaveDurations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := timedGuard(breaker(cb.Breaker{Failures: 1, Slow: time.Hour, Window: cb.Window{Calls: 10}, Open: time.Second, Probes: 1}))
		slowly(t, g, 2*time.Second, errDown)
		time.Sleep(time.Second)
		slowly(t, g, 2*time.Second, errDown) // a probe
		requireDurations(t, g, 4*time.Second, 0, 2, 0)
		g.Observe()
		slowly(t, g, 2*time.Second, errDown)
		slowly(t, g, 2*time.Second, nil) // would be rejected
		require.EqualValues(t, 1, g.Snapshot().Totals.WouldReject)
		g.Disable()
		slowly(t, g, 2*time.Second, nil)
		requireDurations(t, g, 10*time.Second, 0, 5, 0)
	})
}

// What a consumer does with a stream is his own affair, as it is for slow.
func TestDurationOfAStreamEndsWhenItBeginsToCome(t *testing.T) {
	for name, p := range map[string]cb.Policy{
		"not slow": {},
		"in time":  breaker(cb.Breaker{Slow: time.Hour, Window: cb.Window{Calls: 10}}),
		"slow":     breaker(cb.Breaker{Slow: time.Millisecond, Window: cb.Window{Calls: 10}}),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := timedGuard(p)
				call, err := g.BeginStream(t.Context())
				require.NoError(t, err)
				time.Sleep(2 * time.Second)
				body := cb.StreamBody(call, io.NopCloser(strings.NewReader("x")), call.Return)
				call.End()
				requireDurations(t, g, 2*time.Second, 0, 1, 0)
				time.Sleep(time.Hour)
				_, err = io.ReadAll(body)
				require.NoError(t, err)
				requireDurations(t, g, 2*time.Second, 0, 1, 0)
				s := g.Snapshot()
				require.EqualValues(t, 1, s.Totals.Successes)
				require.Equal(t, name == "slow", s.Totals.Slow == 1)
				require.Equal(t, name == "slow", s.Slow.Count == 1)
			})
		})
	}
}

func TestDurationOfAProbeThatStreamsIsCountedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := timedGuard(breaker(cb.Breaker{Failures: 1, Open: time.Second, Probes: 1}))
		slowly(t, g, 2*time.Second, errDown)
		time.Sleep(time.Second)
		call, err := g.BeginStream(t.Context())
		require.NoError(t, err)
		time.Sleep(2 * time.Second)
		body := cb.StreamBody(call, io.NopCloser(strings.NewReader("x")), call.Return)
		call.End()
		require.Equal(t, cb.Closed, g.State())
		time.Sleep(time.Hour)
		require.NoError(t, body.Close())
		requireDurations(t, g, 4*time.Second, 0, 2, 0)
	})
}

func TestDurationsOfManyCallersAreAllCounted(t *testing.T) {
	g := timedGuard(breaker(cb.Breaker{Slow: time.Hour, Window: cb.Window{Calls: 10}}))
	var calling sync.WaitGroup
	for range 8 {
		calling.Go(func() {
			for range 5000 {
				succeed(g)
			}
		})
	}
	calling.Wait()
	require.EqualValues(t, 40_000, g.Snapshot().Durations.Calls())
}

func TestCountingDurationsAllocatesNothing(t *testing.T) {
	for name, p := range map[string]cb.Policy{
		"failures": breaker(cb.Breaker{Failures: 1000}),
		"slow":     {Breaker: neverOpens(cb.Window{Calls: 50}), Bulkhead: cb.Bulkhead{Max: 10}},
	} {
		g := timedGuard(p)
		requireNoAllocations(t, name, func() { passThrough(t, g, t.Context(), nil) })
		requireNoAllocations(t, name+", failure", func() {
			passThrough(t, g, t.Context(), nil)
			passThrough(t, g, t.Context(), errDown)
		})
	}
}

func TestDurationsOfEveryKeyAreCountedApart(t *testing.T) {
	client := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(new(cb.Registry)), cb.WithDurations())
	k := cb.NewKeyed[string](client, "Charge", cb.Policy{})
	require.NoError(t, succeed(k.Of("a")))
	require.EqualValues(t, 1, k.Of("a").Snapshot().Durations.Calls())
	require.Zero(t, k.Of("b").Snapshot().Durations.Calls())
}

func TestBucketsThatMakeNoSenseAreRefused(t *testing.T) {
	for _, c := range []struct {
		buckets []time.Duration
		says    string
	}{
		{[]time.Duration{0}, "cb: WithDurations: the bucket 0s is not above zero"},
		{[]time.Duration{-time.Second, time.Second}, "cb: WithDurations: the bucket -1s is not above zero"},
		{[]time.Duration{time.Second, time.Second}, "cb: WithDurations: the bucket 1s is there twice"},
		{[]time.Duration{time.Minute, time.Second}, "cb: WithDurations: the buckets must ascend, and 1s comes after 1m0s"},
	} {
		require.PanicsWithValue(t, c.says, func() { cb.WithDurations(c.buckets...) })
	}
}

func TestBucketsAreThoseOfWhenTheyWereGiven(t *testing.T) {
	buckets := []time.Duration{time.Second, time.Minute}
	option := cb.WithDurations(buckets...)
	buckets[0] = time.Hour
	g := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(new(cb.Registry)), option).Guard("Charge", cb.Policy{})
	requireDurations(t, g, 0, 0, 0, 0)
}
