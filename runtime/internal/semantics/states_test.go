package semantics_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestSnapshotSaysHowOftenAndHowLongEachStateHasBeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 1, Open: time.Minute, Probes: 2}))
		time.Sleep(time.Second)
		require.Equal(t, "F", drive(t, g, "F"))
		time.Sleep(2 * time.Minute) // nobody probes, so it is open
		require.Equal(t, "S", drive(t, g, "S"))
		time.Sleep(4 * time.Second)
		require.Equal(t, "S", drive(t, g, "S"))
		time.Sleep(8 * time.Second)

		want := [6]cb.StateTotals{
			cb.Closed:   {Entered: 1, Time: 9 * time.Second},
			cb.Open:     {Entered: 1, Time: 2 * time.Minute},
			cb.HalfOpen: {Entered: 1, Time: 4 * time.Second},
		}
		require.Equal(t, want, g.Snapshot().States)
		require.Equal(t, want, g.Snapshot().States, "looking changes nothing")
	})
}

func TestManualStatesAreStatesOfTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 1, Open: time.Minute}))
		for i, manual := range []func(){g.ForceOpen, g.Disable, g.Observe, g.Reset} {
			manual()
			time.Sleep(time.Duration(i+1) * time.Second)
		}
		g.Observe()
		require.Equal(t, "FF", drive(t, g, "FF")) // what the rules say meanwhile is not its state
		time.Sleep(time.Hour)

		require.Equal(t, [6]cb.StateTotals{
			cb.Closed:     {Entered: 1, Time: 4 * time.Second},
			cb.ForcedOpen: {Entered: 1, Time: time.Second},
			cb.Disabled:   {Entered: 1, Time: 2 * time.Second},
			cb.Observe:    {Entered: 2, Time: time.Hour + 3*time.Second},
		}, g.Snapshot().States)
	})
}

func TestProbesAreCountedWhenTheyReturn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 1, Open: time.Second, Probes: 2}))
		require.Equal(t, "F", drive(t, g, "FW"))
		finish := hang(t, g)
		require.Zero(t, g.Snapshot().Totals.Probes)
		require.Equal(t, "FX", drive(t, g, "FF"))
		finish(nil) // late, and a probe all the same
		require.EqualValues(t, 2, g.Snapshot().Totals.Probes)
		require.Equal(t, "SSS", drive(t, g, "WSSS"))
		require.EqualValues(t, 4, g.Snapshot().Totals.Probes)
	})
}
