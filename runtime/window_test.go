package runtime

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

type result struct {
	at  instant
	hit bool
}

func tally(results []result) (hits, total int) {
	for _, r := range results {
		if r.hit {
			hits++
		}
	}
	return hits, len(results)
}

func TestCallWindowIsTheLastResults(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, calls := range []int{1, 2, 3, 10, 100} {
		w := newCallWindow(calls)
		var all []result
		for range 5 * calls {
			r := result{hit: rnd.IntN(2) == 0}
			all = append(all, r)
			w.record(r.at, r.hit)

			hits, total := w.counts(0)
			wantHits, wantTotal := tally(all[max(0, len(all)-calls):])
			require.Equal(t, wantHits, hits)
			require.Equal(t, wantTotal, total)
		}
	}
}

// The window holds at least the results of the last nine tenths of its period, and none
// that is older than the period.
func TestTimeWindowIsTheLastPeriod(t *testing.T) {
	const period = time.Second
	rnd := rand.New(rand.NewPCG(3, 4))
	w := newTimeWindow(period)
	at := now()
	var all []result
	for range 20_000 {
		step := time.Duration(rnd.ExpFloat64() * float64(30*time.Millisecond))
		if rnd.IntN(200) == 0 {
			step += time.Duration(rnd.IntN(3)) * period
		}
		at = at.add(step)
		r := result{at, rnd.IntN(3) == 0}
		all = append(all, r)
		w.record(r.at, r.hit)

		hits, total := w.counts(at)
		leastHits, least := tally(since(all, at.add(-period*9/10)))
		mostHits, most := tally(since(all, at.add(-period)))
		require.LessOrEqual(t, least, total)
		require.LessOrEqual(t, total, most)
		require.LessOrEqual(t, leastHits, hits)
		require.LessOrEqual(t, hits, mostHits)
	}
}

// since is the results after that instant.
func since(all []result, at instant) []result {
	for i := len(all); i > 0; i-- {
		if all[i-1].at <= at {
			return all[i:]
		}
	}
	return all
}

func TestTimeWindowEmptiesWithTime(t *testing.T) {
	w := newTimeWindow(time.Second)
	at := now()
	w.record(at, true)
	hits, total := w.counts(at.add(900 * time.Millisecond))
	require.Equal(t, 1, hits)
	require.Equal(t, 1, total)
	hits, total = w.counts(at.add(time.Second))
	require.Zero(t, hits)
	require.Zero(t, total)
}

func TestInstantsArePositiveUnderFakeTime(t *testing.T) {
	require.Positive(t, now())
	synctest.Test(t, func(t *testing.T) {
		require.Positive(t, now())
		require.WithinDuration(t, time.Now().Add(time.Hour), now().add(time.Hour).wall(), time.Millisecond)
	})
}

func TestOpenWaitIsBounded(t *testing.T) {
	p := Breaker{Open: time.Hour, Factor: 1000, Jitter: 100 * Percent}
	for k := 1; k < 2000; k *= 2 {
		wait := p.openWait(k)
		require.GreaterOrEqual(t, wait, time.Hour)
		require.Positive(t, now().add(wait), "k=%d", k)
	}
}
