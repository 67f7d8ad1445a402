package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"time"

	"github.com/cbgen/cbgen/benchmarks/guarded"
	"github.com/cbgen/cbgen/benchmarks/internal/report"
	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

const (
	watchedTitle  = "watched: 1,000 guards, with pages open and listeners told"
	watchedGuards = 1000
	openPages     = 100
	stormEvery    = time.Millisecond // a transition of each of stormGuards
	stormGuards   = 10

	// watchedFor is how much longer than others a call is measured while it is observed: what
	// observes looks once a second.
	watchedFor = 30
)

// An observation is what goes on while calls are made, beside the same without it.
type observation struct {
	name string
	with func(r *cb.Registry) (stop func())
	// both goes on with it and without it, so that only the observing is compared.
	both func(r *cb.Registry) (stop func())
}

var observations = []observation{
	{"nothing, as a measure of the noise", nothing, nothing},
	{"a handler, nobody looks", handler, nothing},
	{"100 open pages", pages, nothing},
	{"10,000 transitions a second, told to a log", logging, storm},
	{"10,000 transitions a second, 100 open pages", pages, storm},
}

// watch measures each observation in pairs, with it and without it, in turn. What counts is
// the time that the callers' threads have on a CPU.
func watch(rounds int, long time.Duration) report.Table {
	t := report.Table{Title: watchedTitle, Rows: [][]string{{"what goes on meanwhile", "serial", "±", fmt.Sprintf("%d CPUs", runtime.GOMAXPROCS(0)), "±", "takes itself"}}}
	for _, o := range observations {
		row := []string{o.name}
		var own []float64
		for _, callers := range []int{1, runtime.GOMAXPROCS(0)} {
			ratios, taken := o.compare(rounds, watchedFor*long, callers)
			row = append(row, fmt.Sprintf("%.3f ×", report.Median(ratios)), fmt.Sprintf("%.1f %%", 100*report.Spread(ratios)))
			own = append(own, taken...)
		}
		t.Rows = append(t.Rows, append(row, fmt.Sprintf("%.1f %% of a CPU", 100*max(0, report.Median(own)))))
	}
	return t
}

// compare says, round by round, how long a call takes with the observation, as a multiple of
// that without; and what share of a CPU more is taken by others than the callers.
func (o *observation) compare(rounds int, long time.Duration, callers int) (ratios, taken []float64) {
	registry := new(cb.Registry)
	guards := make([]Client, watchedGuards)
	for i := range guards {
		if i%2 == 0 { // a thousand of one name would be taken for a mistake
			guards[i] = guarded.NewGuardedCallsBulkhead(succeeding{}, cb.WithRegistry(registry))
		} else {
			guards[i] = guarded.NewGuardedConsecutiveBulkhead(succeeding{}, cb.WithRegistry(registry))
		}
	}
	defer o.both(registry)()
	for range rounds {
		var with, without usage
		measureWith := func() {
			stop := o.with(registry)
			with = use(guards, callers, long)
			stop()
		}
		measureWithout := func() { without = use(guards, callers, long) }
		if rand.IntN(2) == 0 {
			measureWith()
			measureWithout()
		} else {
			measureWithout()
			measureWith()
		}
		ratios = append(ratios, with.call/without.call)
		taken = append(taken, with.others-without.others)
	}
	return ratios, taken
}

// usage is what a call takes of a CPU, in nanoseconds, and what everything but the calls takes
// of it, as a share of the time.
type usage struct{ call, others float64 }

// use makes calls for so long.
func use(guards []Client, callers int, long time.Duration) usage {
	runtime.GC()
	begun, before := time.Now(), processTime()
	var mu sync.Mutex
	var calling sync.WaitGroup
	var spent time.Duration
	calls := 0
	for caller := range callers {
		calling.Go(func() {
			runtime.LockOSThread() // its time is the thread's
			defer runtime.UnlockOSThread()
			const portion = 10 * unit
			n, start := 0, threadTime()
			for ; time.Since(begun) < long; n += portion {
				scatter(guards, caller, portion)
			}
			took := threadTime() - start
			mu.Lock()
			defer mu.Unlock()
			spent += took
			calls += n
		})
	}
	calling.Wait()
	wall := time.Since(begun)
	return usage{float64(spent) / float64(calls), float64(processTime()-before-spent) / float64(wall)}
}

func nothing(*cb.Registry) (stop func()) { return func() {} }

func handler(r *cb.Registry) (stop func()) {
	h := circuithttp.Handler(r)
	return func() { _ = h }
}

func logging(r *cb.Registry) (stop func()) {
	return r.Listen(cb.Log(slog.New(slog.NewTextHandler(io.Discard, nil)))).Stop
}

// pages are as many browsers as that, in the same process, so that what they do counts too.
func pages(r *cb.Registry) (stop func()) {
	server := httptest.NewServer(circuithttp.Handler(r))
	ctx, leave := context.WithCancel(context.Background())
	var reading, opening sync.WaitGroup
	opening.Add(openPages)
	client := &http.Client{Transport: &http.Transport{}}
	for range openPages {
		reading.Go(func() {
			request, _ := http.NewRequestWithContext(ctx, "GET", server.URL+"/debug/circuits/events", nil)
			answer, err := client.Do(request)
			opening.Done()
			if err != nil {
				panic(err)
			}
			defer answer.Body.Close()
			_, _ = io.Copy(io.Discard, answer.Body) // ends when it leaves
		})
	}
	opening.Wait()
	return func() {
		leave()
		reading.Wait()
		server.Close()
	}
}

// storm changes the state of a few guards as fast as that.
func storm(r *cb.Registry) (stop func()) {
	guards := make([]*cb.Guard, stormGuards)
	client := cb.NewClient("Storm", succeeding{}, cb.WithRegistry(r))
	for i := range guards {
		guards[i] = client.Guard(fmt.Sprint("Method", i), cb.Policy{})
	}
	quit := make(chan struct{})
	var raging sync.WaitGroup
	raging.Go(func() {
		ticker := time.NewTicker(stormEvery)
		defer ticker.Stop()
		for {
			select {
			case <-quit:
				return
			case <-ticker.C:
				for _, g := range guards {
					if g.State() == cb.ForcedOpen {
						g.Reset()
					} else {
						g.ForceOpen()
					}
				}
			}
		}
	})
	return func() {
		close(quit)
		raging.Wait()
	}
}
