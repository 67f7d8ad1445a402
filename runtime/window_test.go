package runtime

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"
)

type result struct {
	at  instant
	hit bool
}

func countOf(results []result) (hits, total int) {
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
			wantHits, wantTotal := countOf(all[max(0, len(all)-calls):])
			if hits != wantHits || total != wantTotal {
				t.Fatalf("%d of %d in the last %d, want %d of %d", hits, total, calls, wantHits, wantTotal)
			}
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
		leastHits, least := countOf(since(all, at.add(-period*9/10)))
		mostHits, most := countOf(since(all, at.add(-period)))
		if total < least || total > most || hits < leastHits || hits > mostHits {
			t.Fatalf("%d of %d, want at least %d of %d, and at most %d of %d", hits, total, leastHits, least, mostHits, most)
		}
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
	if hits, total := w.counts(at.add(900 * time.Millisecond)); hits != 1 || total != 1 {
		t.Errorf("%d of %d after nine tenths of the period, want 1 of 1", hits, total)
	}
	if hits, total := w.counts(at.add(time.Second)); hits != 0 || total != 0 {
		t.Errorf("%d of %d after the period, want none", hits, total)
	}
}

func TestInstantsArePositiveUnderFakeTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if at := now(); at <= 0 {
			t.Errorf("now is %d", at)
		}
	})
}

func TestOpenWaitIsBounded(t *testing.T) {
	p := Breaker{Open: time.Hour, Factor: 1000, Jitter: 100 * Percent}
	for k := 1; k < 2000; k *= 2 {
		if wait := p.openWait(k); wait < time.Hour || now().add(wait) < now() {
			t.Errorf("the wait for k=%d is %v", k, wait)
		}
	}
}
