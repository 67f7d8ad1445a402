package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cbgen/cbgen/examples/internal/faulty"
	"github.com/cbgen/cbgen/examples/internal/network"
)

// perform gives the show of 20 seconds, or the beginning of it, in fake time. That the
// bubble ends shows that no goroutine is left.
func perform(t *testing.T, length time.Duration, check func(t *testing.T, s *show, out string)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer time.AfterFunc(length, cancel).Stop()
		var out bytes.Buffer
		s, err := newShow(&out, network.InMemory(), network.Loopback, 20*time.Second, 100)
		require.NoError(t, err)
		s.run(ctx)
		check(t, s, out.String())
	})
}

func TestGuardedCallersAreNotStuckInAnOutage(t *testing.T) {
	perform(t, time.Hour, func(t *testing.T, s *show, out string) {
		require.Len(t, s.outages, 3)
		for _, o := range s.outages {
			guarded, bare := o.guarded, o.bare
			require.WithinRange(t, guarded.during.opened, o.began, o.began.Add(time.Second), o.mood)
			require.WithinRange(t, guarded.after.closed, o.ended, o.ended.Add(time.Second), o.mood)
			require.WithinRange(t, bare.after.served, o.ended, o.ended.Add(time.Second), o.mood)
			if o.mood == faulty.Failing {
				continue // nobody is stuck when errors come at once
			}
			// All slots of both bulkheads, and those who wait for one.
			require.Less(t, guarded.during.stuck, 20+5+10, o.mood)
			require.Greater(t, bare.during.stuck, 100, o.mood)
		}
		require.True(t, s.outages[0].bare.during.failed.IsZero())
		require.Equal(t, []string{"never"}, lastCells(out, "time to notice", 1))
		require.NotContains(t, out, "not yet")
		for _, g := range s.guarded.guards {
			require.Zero(t, g.Snapshot().InFlight)
		}
		requireNarrow(t, out)
	})
}

func TestLineASecondForEachMethod(t *testing.T) {
	perform(t, time.Hour, func(t *testing.T, s *show, out string) {
		var lines int
		for line := range strings.Lines(out) {
			cells := strings.Fields(strings.TrimLeft(line, " 0123456789s"))
			if len(cells) == 13 && (cells[0] == "Charge" || cells[0] == "Refund") {
				lines++
			}
		}
		require.Equal(t, 2*20, lines)
	})
}

func TestTableMakesSenseWheneverTheShowIsInterrupted(t *testing.T) {
	for _, after := range []time.Duration{0, 500, 3200, 4500, 6100, 8050, 9500, 12100, 13500, 16999} {
		perform(t, after*time.Millisecond, func(t *testing.T, s *show, out string) {
			guarded, bare := s.guarded.totals(), s.bare.totals()
			begun := 125 * float64(after) / 1000
			require.InDelta(t, begun, guarded.callers(), 2, after)
			require.InDelta(t, begun, bare.callers(), 2, after)
			require.Zero(t, bare.rejected, after)

			// Before the outages, only the luck of the provider's answers tells the sides apart.
			luck := time.Duration(guarded.callers()) * 5 * time.Millisecond
			require.Less(t, guarded.waited, bare.waited+luck+1, after)
			require.Contains(t, out, "calls served")
			requireNarrow(t, out)
		})
	}
}

func TestWhatTheEndCutsShortIsNotCalledNever(t *testing.T) {
	perform(t, 3050*time.Millisecond, func(t *testing.T, s *show, out string) {
		require.Len(t, s.outages, 1)
		require.Equal(t, []string{"not", "yet", "not", "yet"}, lastCells(out, "time to notice", 4))
		require.Equal(t, []string{"not", "over", "not", "over"}, lastCells(out, "time to recover", 4))
	})
	perform(t, 6005*time.Millisecond, func(t *testing.T, s *show, out string) {
		require.Equal(t, []string{"never"}, lastCells(out, "time to notice", 1))
		require.Equal(t, []string{"not", "yet", "not", "yet"}, lastCells(out, "time to recover", 4))
	})
}

// lastCells are the last words of the row of the table.
func lastCells(out, row string, n int) []string {
	_, rest, _ := strings.Cut(out, row)
	line, _, _ := strings.Cut(rest, "\n")
	words := strings.Fields(line)
	return words[len(words)-n:]
}

func TestLinesAreNarrowWithTheGreatestNumbers(t *testing.T) {
	perform(t, 0, func(t *testing.T, s *show, _ string) {
		var out bytes.Buffer
		s.out = &out
		most := second{tally: tally{hungUp: 9999, rejected: 999}, took: []time.Duration{6 * time.Second}}
		s.guarded.meters[0].recent, s.guarded.meters[0].inFlight = most, 999
		s.bare.meters[0].recent, s.bare.meters[0].inFlight = most, 9999
		s.printSecond(time.Minute)
		requireNarrow(t, out.String())
		require.Len(t, strings.Fields(out.String()), 1+13+13)
	})
}
