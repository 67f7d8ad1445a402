package semantics_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// The scenarios of docs/semantics.md that are a sequence of calls. T01 to T11 are those of
// MicroProfile's test kit.
var scenarios = []struct {
	id    string
	brk   cb.Breaker
	calls string
	want  string
}{
	{"T01", rates(4, 75, 2, 50*time.Second), "FFFFSSS", "FFFFXXX"},
	{"T02", rates(4, 75, 2, time.Millisecond), "FFFF W SSS", "FFFFSSS"},
	{"T03", rates(4, 75, 1, time.Second), "FFFFS W SFFFFS", "FFFFX SFFFFX"},
	{"T04", rates(4, 75, 3, time.Second), "FFFFS W SSFS", "FFFFX SSFX"},
	{"T05", rates(2, 100, 2, time.Second), "FFSSSSS", "FFXXXXX"},
	{"T06", rates(4, 50, 1, time.Second), "SFFSS", "SFFSX"},
	{"T07", rates(4, 50, 1, time.Second), "SFSSFS", "SFSSFX"},
	{"T08", rates(4, 75, 1, time.Second), "FFFSS W SFFFSS", "FFFSX SFFFSX"},
	{"T09", rates(4, 75, 1, time.Second), "SFFFS W SSFFFS", "SFFFX SSFFFX"},
	{"T10", rates(1, 100, 1, time.Second), "FS", "FX"},
	{"T11", rates(8, 50, 1, time.Second), "FFFFFFFFS", "FFFFFFFFX"},
	{"failures in a row", cb.Breaker{Failures: 3}, "FFSFFSFFFS", "FFSFFSFFFX"},
	{"failures or rate", cb.Breaker{Failures: 3, Rate: 50 * cb.Percent, Window: cb.Window{Calls: 10}}, "SSFFFS", "SSFFFX"},
	{"min below the window", cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Calls: 10}, Min: 2}, "SFS", "SFX"},
	{"a success decides too", cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Calls: 4}}, "SFFSS", "SFFSX"},
	{"defaults", cb.Breaker{Failures: 5}, "FFFFSFFFFFS W SSS FFFFFS", "FFFFSFFFFFX SSS FFFFFX"},
	{"a failed probe opens again", cb.Breaker{Failures: 1, Probes: 3}, "FS W SFS W SSSS", "FX SFX SSSS"},
}

func rates(window int, percent, probes int, open time.Duration) cb.Breaker {
	return cb.Breaker{
		Rate:   cb.Rate(percent * cb.Percent),
		Window: cb.Window{Calls: window},
		Probes: probes,
		Open:   open,
	}
}

func TestScenarios(t *testing.T) {
	for _, s := range scenarios {
		t.Run(s.id, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := drive(t, newGuard(breaker(s.brk)), s.calls)
				require.Equal(t, strings.ReplaceAll(s.want, " ", ""), got)
			})
		})
	}
}

func TestT16BulkheadRejectsTheFourthOfThree(t *testing.T) {
	g := newGuard(bulkhead(cb.Bulkhead{Max: 3}))
	first := hang(t, g)
	second, third := hang(t, g), hang(t, g)
	require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)

	first(nil)
	fifth := hang(t, g)
	require.ErrorIs(t, succeed(g), cb.ErrBulkheadFull)

	second(nil)
	third(errDown)
	fifth(nil)
	require.NoError(t, succeed(g))
	require.Zero(t, g.Snapshot().InFlight)
}

func TestT23OnlyAsManyProbesAsAllowedReachTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 1, Open: time.Second, Probes: 2}))
		require.Equal(t, "F", drive(t, g, "FW"))

		var reached, rejected atomic.Int32
		release := make(chan struct{})
		var callers sync.WaitGroup
		for range 100 {
			callers.Go(func() {
				err := do(context.Background(), g, func() error {
					reached.Add(1)
					<-release
					return nil
				})
				if errors.Is(err, cb.ErrOpen) {
					rejected.Add(1)
				}
			})
		}
		synctest.Wait()
		require.EqualValues(t, 2, reached.Load())
		require.EqualValues(t, 98, rejected.Load())
		require.Equal(t, cb.HalfOpen, g.State())

		close(release)
		callers.Wait()
		require.Equal(t, cb.Closed, g.State())
	})
}

func TestT36OnlyLongerThanSlowIsSlow(t *testing.T) {
	for took, slow := range map[time.Duration]uint64{
		2*time.Second - 1: 0,
		2 * time.Second:   0,
		2*time.Second + 1: 1,
	} {
		synctest.Test(t, func(t *testing.T) {
			g := newGuard(breaker(cb.Breaker{Slow: 2 * time.Second, Window: cb.Window{Calls: 10}}))
			require.NoError(t, do(context.Background(), g, func() error {
				time.Sleep(took)
				return nil
			}))
			require.Equal(t, slow, g.Snapshot().Totals.Slow, took)
			require.EqualValues(t, slow, g.Snapshot().Slow.Count, took)
		})
	}
}

func TestT43OpenWaitsGrowToTheirLimitAndStartAgainAfterAClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{
			Failures: 1, Open: time.Second, Factor: 2, MaxOpen: 8 * time.Second, Probes: 1,
		}))
		for _, wait := range []time.Duration{1, 2, 4, 8, 8} {
			require.ErrorIs(t, fail(g), errDown)
			requireOpenFor(t, g, wait*time.Second)
		}
		require.NoError(t, succeed(g))
		require.ErrorIs(t, fail(g), errDown)
		requireOpenFor(t, g, time.Second)
	})
}

// requireOpenFor passes the wait, and fails unless the breaker rejects until its very end.
func requireOpenFor(t *testing.T, g *cb.Guard, wait time.Duration) {
	t.Helper()
	time.Sleep(wait - 1)
	require.ErrorIs(t, succeed(g), cb.ErrOpen)
	require.False(t, g.Snapshot().ProbeDue)
	time.Sleep(time.Nanosecond)
	require.True(t, g.Snapshot().ProbeDue)
}
