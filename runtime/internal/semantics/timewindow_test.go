package semantics_test

import (
	"math/rand/v2"
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

// The window holds at least the results of the last nine tenths of its period, and none
// that is older than the period.
func TestTimeWindowHoldsResultsForNineToTenTenths(t *testing.T) {
	const period = 10 * time.Second
	synctest.Test(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(3, 4))
		g := newGuard(breaker(cb.Breaker{Rate: 100 * cb.Percent, Window: cb.Window{Period: period}, Min: 1_000_000}))
		type result struct {
			at     time.Time
			failed bool
		}
		var all []result
		younger := func(than time.Duration) (in cb.Tally) {
			for _, r := range all {
				if time.Since(r.at) < than {
					in.Of++
					if r.failed {
						in.Count++
					}
				}
			}
			return in
		}
		for range 2000 {
			time.Sleep(time.Duration(rnd.ExpFloat64() * float64(period/30)))
			r := result{time.Now(), rnd.IntN(3) == 0}
			all = append(all, r)
			if r.failed {
				require.ErrorIs(t, fail(g), errDown)
			} else {
				require.NoError(t, succeed(g))
			}
			got, least, most := g.Snapshot().Failures, younger(period*9/10), younger(period)
			require.True(t, least.Of <= got.Of && got.Of <= most.Of, "%v, not from %v to %v", got, least, most)
			require.True(t, least.Count <= got.Count && got.Count <= most.Count, "%v, not from %v to %v", got, least, most)
		}
	})
}
