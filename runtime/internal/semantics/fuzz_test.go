package semantics_test

import (
	"errors"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func FuzzPolicy(f *testing.F) {
	f.Add(5, 0, 0, int64(0), 0, int64(0), 0, int64(0), 0.0, int64(0), 0, 0, int64(0), "", 0, int64(0), 0)
	f.Add(0, 500_000, 20, int64(0), 5, int64(0), 0, int64(time.Second), 2.0, int64(time.Minute), 200_000, 1, int64(0), "", 64, int64(50), 3)
	f.Add(0, 0, 0, int64(time.Minute), 0, int64(time.Second), 1_000_000, int64(1), 0.0, int64(0), 0, 0, int64(7), "g", 1, int64(0), 0)
	f.Add(-1, -1, -1, int64(-1), -1, int64(-1), -1, int64(-1), math.NaN(), int64(-1), -1, -1, int64(-1), "", -1, int64(-1), -1)
	f.Fuzz(func(t *testing.T, failures, rate, calls int, period int64, min int, slow int64, slowRate int, open int64,
		factor float64, maxOpen int64, jitter, probes int, halfOpen int64, group string, max int, wait int64, queue int) {
		p := cb.Policy{
			Breaker: cb.Breaker{
				Failures: failures,
				Rate:     cb.Rate(rate), Window: cb.Window{Calls: calls, Period: duration(period)}, Min: min,
				Slow: duration(slow), SlowRate: cb.Rate(slowRate),
				Open: duration(open), Factor: factor, MaxOpen: duration(maxOpen), Jitter: cb.Rate(jitter),
				Probes: probes, HalfOpen: duration(halfOpen), Group: group,
			},
			Bulkhead: cb.Bulkhead{Max: max, Wait: duration(wait), Queue: queue},
		}
		if err := p.Validate(); err != nil {
			requirePolicyErrors(t, err)
			return
		}
		full := p.WithDefaults()
		require.NoError(t, full.Validate())
		require.Equal(t, full, full.WithDefaults())
		synctest.Test(t, func(t *testing.T) { requireGuardWorks(t, p) })
	})
}

// duration is at most a few decades, so that fake time does not come to its end.
func duration(ns int64) time.Duration {
	return time.Duration(ns) % (30 * 365 * 24 * time.Hour)
}

// requirePolicyErrors fails unless the error is nothing but PolicyErrors, joined.
func requirePolicyErrors(t *testing.T, err error) {
	t.Helper()
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			requirePolicyErrors(t, e)
		}
		return
	}
	problem, ok := err.(*cb.PolicyError)
	require.True(t, ok, "%T", err)
	require.NotEmpty(t, problem.Verb)
	require.NotEmpty(t, problem.Key)
	require.NotEmpty(t, problem.Problem)
}

// requireGuardWorks opens the breaker, if thirty failures do, and closes it again.
func requireGuardWorks(t *testing.T, p cb.Policy) {
	t.Helper()
	g := newGuard(p)
	p = g.Snapshot().Policy
	for range 30 {
		if err := fail(g); !errors.Is(err, errDown) {
			require.ErrorIs(t, err, cb.ErrOpen)
		}
	}
	if failures := p.Breaker.Failures; 0 < failures && failures <= 30 {
		require.Equal(t, cb.Open, g.State())
	}
	if g.State() == cb.Closed {
		require.NoError(t, succeed(g))
		return
	}

	wait := time.Until(g.Snapshot().NextProbe)
	require.GreaterOrEqual(t, wait, p.Breaker.Open)
	time.Sleep(wait)
	for range min(p.Breaker.Probes, 10) {
		require.NoError(t, succeed(g))
	}
	if p.Breaker.Probes <= 10 {
		require.Equal(t, cb.Closed, g.State())
	} else {
		require.Equal(t, cb.HalfOpen, g.State())
	}
	require.Zero(t, g.Snapshot().InFlight)
}

func FuzzRate(f *testing.F) {
	for _, text := range []string{"50%", "0.5", "33.3%", "0.0001%", "100%", "1", "-1%", "1e-3", "NaN", "0x1p-2", "1_0%", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := cb.ParseRate(text)
		if err != nil {
			require.Zero(t, r)
			return
		}
		require.GreaterOrEqual(t, r, cb.Rate(0))
		require.LessOrEqual(t, r, cb.Rate(100*cb.Percent))
		again, err := cb.ParseRate(r.String())
		require.NoError(t, err)
		require.Equal(t, r, again)
	})
}

func FuzzWindow(f *testing.F) {
	for _, text := range []string{"20", "10s", "1h2m3.4s", "-1", "-1s", "0", "0s", "+5", "1.5", "9223372036854775807", "µs", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w, err := cb.ParseWindow(text)
		if err != nil {
			require.Zero(t, w)
			return
		}
		require.True(t, w.Calls == 0 || w.Period == 0)
		again, err := cb.ParseWindow(w.String())
		require.NoError(t, err)
		require.Equal(t, w, again)
	})
}
