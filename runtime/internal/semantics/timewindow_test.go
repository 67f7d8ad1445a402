package semantics_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestResultBelongsToTheMomentOfItsCompletion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Period: time.Second}, Min: 5}))
		var finish []func(error)
		for range 5 {
			finish = append(finish, hang(t, g))
		}
		time.Sleep(time.Minute) // every call takes longer than the window
		for _, f := range finish {
			f(errDown)
		}
		require.Equal(t, cb.Open, g.State())
	})
}

func TestOldResultsLeaveTheTimeWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Period: time.Second}, Min: 4}))
		require.Equal(t, "FFF", drive(t, g, "FFF"))
		require.Equal(t, cb.Tally{Count: 3, Of: 3}, g.Snapshot().Failures)

		time.Sleep(time.Second)
		require.Equal(t, cb.Tally{}, g.Snapshot().Failures)
		require.Equal(t, "FSSFX", drive(t, g, "FSSFS"))
	})
}

func TestTimeWindowNeedsTwentyResultsByDefault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Rate: 100 * cb.Percent, Window: cb.Window{Period: time.Second}}))
		require.Equal(t, "FFFFFFFFFFFFFFFFFFF", drive(t, g, "FFFFFFFFFFFFFFFFFFF"))
		require.Equal(t, "FX", drive(t, g, "FS"))
	})
}
