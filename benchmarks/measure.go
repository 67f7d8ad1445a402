package main

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// A sample is what one call cost: nanoseconds of time on the wall, over all goroutines, and
// allocations.
type sample struct {
	ns     float64
	allocs int64
}

// A result is the samples of one contender in one scenario, one for each round.
type result struct {
	contender string
	serial    []sample
	parallel  []sample
}

// run measures the contenders of the scenario in turn, so many rounds in a new order each,
// so that what else the machine does meets all of them alike.
func (s *scenario) run(rounds int, long time.Duration) []*result {
	results := make([]*result, len(s.contenders))
	trials := make([]trial, 0, 2*len(s.contenders))
	for i, c := range s.contenders {
		results[i] = &result{contender: c.name}
		situation := s.situation()
		guards := situation.guard(c, s.workers(true))
		if situation.restore != nil {
			defer situation.restore()
		}
		drive := func(worker, n int) { situation.drive(guards, worker, n) }
		trials = append(trials,
			newTrial(drive, s.workers(false), long, &results[i].serial),
			newTrial(drive, s.workers(true), long, &results[i].parallel))
	}
	for range rounds {
		for _, i := range rand.Perm(len(trials)) {
			t := trials[i]
			*t.samples = append(*t.samples, t.measure(t.n))
		}
	}
	return results
}

// A trial is what is measured again and again.
type trial struct {
	drive      func(worker, n int)
	goroutines int
	n          int // calls
	samples    *[]sample
}

// newTrial finds out how many calls take so long.
func newTrial(drive func(worker, n int), goroutines int, long time.Duration, samples *[]sample) trial {
	t := trial{drive, goroutines, 0, samples}
	for n := unit * goroutines; ; n *= 4 {
		took := time.Duration(t.measure(n).ns * float64(n))
		if took >= long/8 {
			t.n = max(1, int(float64(n/unit)*float64(long)/float64(took))) * unit
			return t
		}
	}
}

// measure makes n calls.
func (t *trial) measure(n int) sample {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	if t.goroutines == 1 {
		t.drive(0, n)
	} else {
		t.inParallel(n)
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	return sample{
		ns: float64(took) / float64(n),
		// Rounded down as testing does it: what the measuring itself allocates is no call's.
		allocs: int64(after.Mallocs-before.Mallocs) / int64(n),
	}
}

// inParallel lets the goroutines fetch calls to make, so that all are busy until the end.
func (t *trial) inParallel(n int) {
	const portions = 64 // for each goroutine
	portion := max(1, n/unit/t.goroutines/portions) * unit
	var fetched atomic.Int64
	var done sync.WaitGroup
	for worker := range t.goroutines {
		done.Go(func() {
			for {
				mine := min(portion, n-int(fetched.Add(int64(portion)))+portion)
				if mine <= 0 {
					return
				}
				t.drive(worker, mine)
			}
		})
	}
	done.Wait()
}
