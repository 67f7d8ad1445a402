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
	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

const (
	observedTitle  = "observed: calls to 1,000 guards, breaker and bulkhead"
	observedGuards = 1000
	openPages      = 100
	stormEvery     = time.Millisecond // a transition of each of stormGuards
	stormGuards    = 10

	// observedFor is how much longer than others a call is measured while it is observed: what
	// observes looks once a second.
	observedFor = 30
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

// observed measures each observation in pairs, with it and without it, in turn.
func observed(rounds int, long time.Duration) table {
	t := table{observedTitle, [][]string{{"what goes on meanwhile", "serial", "±", fmt.Sprintf("%d CPUs", runtime.GOMAXPROCS(0)), "±"}}}
	for _, o := range observations {
		row := []string{o.name}
		for _, parallel := range []bool{false, true} {
			ratios := o.ratios(rounds, observedFor*long, parallel)
			row = append(row, fmt.Sprintf("%.3f ×", median(ratios)), fmt.Sprintf("%.1f %%", 100*spread(ratios)))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// ratios are how long a call takes with the observation, as a multiple of that without, round
// by round.
func (o *observation) ratios(rounds int, long time.Duration, parallel bool) []float64 {
	registry := new(cb.Registry)
	guards := make([]Client, observedGuards)
	for i := range guards {
		guards[i] = guarded.NewGuardedConsecutiveBulkhead(succeeding{}, cb.WithRegistry(registry))
		if i%2 == 0 { // a thousand of one name would be taken for a mistake
			guards[i] = guarded.NewGuardedCallsBulkhead(succeeding{}, cb.WithRegistry(registry))
		}
	}
	workers := 1
	if parallel {
		workers = runtime.GOMAXPROCS(0)
	}
	defer o.both(registry)()
	var unused []sample
	trial := newTrial(func(worker, n int) { scatter(guards, worker, n) }, workers, long, &unused)

	ratios := make([]float64, rounds)
	for i := range ratios {
		var with, without float64
		measureWith := func() {
			stop := o.with(registry)
			with = trial.measure(trial.n).ns
			stop()
		}
		measureWithout := func() { without = trial.measure(trial.n).ns }
		if rand.IntN(2) == 0 {
			measureWith()
			measureWithout()
		} else {
			measureWithout()
			measureWith()
		}
		ratios[i] = with / without
	}
	return ratios
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
