package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/cbgen/cbgen/benchmarks/internal/report"
	cbprometheus "github.com/cbgen/cbgen/contrib/prometheus"
	cb "github.com/cbgen/cbgen/runtime"
)

const (
	observedTitle  = "observed: 1,000 guards, scraped by Prometheus"
	observedGuards = 1000
)

// An exhibit is guards that somebody looks at.
type exhibit struct {
	guards []Client
	pages  http.Handler
}

func newExhibit() *exhibit {
	r := new(cb.Registry)
	e := new(exhibit)
	for i := range observedGuards {
		policy := cb.Policy{
			Breaker:  cb.Breaker{Failures: failuresInARow, Open: openWait},
			Bulkhead: cb.Bulkhead{Max: slots},
		}
		client := cb.NewClient(fmt.Sprintf("Client%d", i), succeeding{}, cb.WithRegistry(r))
		e.guards = append(e.guards, byHand{client.Guard("Call", policy)})
	}
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(cbprometheus.NewCollector(r))
	e.pages = promhttp.HandlerFor(metrics, promhttp.HandlerOpts{})
	return e
}

// byHand is what is generated, for a client of any name.
type byHand struct{ guard *cb.Guard }

func (b byHand) Call(ctx context.Context) error {
	call, err := b.guard.Begin(ctx)
	if err != nil {
		return err
	}
	defer call.End()

	err = succeeding{}.Call(ctx)
	call.Return(err)
	return err
}

// scrape is one scrape, as Prometheus makes it, and its size.
func (e *exhibit) scrape() int {
	request := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	request.Header.Set("Accept-Encoding", "gzip")
	page := httptest.NewRecorder()
	e.pages.ServeHTTP(page, request)
	n, _ := io.Copy(io.Discard, page.Body)
	return int(n)
}

// observe measures what a scrape takes, and calls with one scrape in the time that they are
// measured for and without any, in turn. That time is long, a second where it is not
// changed. Prometheus scrapes less often, and the last column is what remains of it then.
func observe(rounds int, long time.Duration) report.Table {
	long *= 20
	e := newExhibit()
	drive := func(worker, n int) { scatter(e.guards, worker, n) }

	type mode struct {
		trial   trial
		samples [2][]sample // alone, scraped
	}
	var modes [2]mode
	for i, workers := range []int{1, runtime.GOMAXPROCS(0)} {
		modes[i].trial = newTrial(drive, workers, long, nil)
	}
	var scrapes []sample
	for range rounds {
		scrape := trial{drive: func(_, n int) {
			for range n {
				e.scrape()
			}
		}, goroutines: 1}
		scrapes = append(scrapes, scrape.measure(10))
		for _, k := range rand.Perm(4) {
			m, scraped := &modes[k/2], k%2
			var done sync.WaitGroup
			if scraped == 1 {
				done.Go(func() {
					time.Sleep(long / 2)
					e.scrape()
				})
			}
			m.samples[scraped] = append(m.samples[scraped], m.trial.measure(m.trial.n))
			done.Wait()
		}
	}

	t := report.Table{Title: observedTitle, Rows: [][]string{{"", "ns", "±", "of those that nobody scrapes", "with a scrape every 15 s"}}}
	row := func(name string, samples, than []sample) {
		cells := []string{name, report.Digits(report.Median(times(samples))), fmt.Sprintf("%.0f %%", 100*report.Spread(times(samples))), "–", "–"}
		if than != nil {
			r := ratio(samples, than)
			cells[3] = fmt.Sprintf("%.3f ×", r)
			cells[4] = fmt.Sprintf("%.3f ×", 1+(r-1)*float64(long)/float64(15*time.Second))
		}
		t.Rows = append(t.Rows, cells)
	}
	row("a scrape", scrapes, nil)
	row("a call, serial, nobody scrapes", modes[0].samples[0], nil)
	row(fmt.Sprintf("a call, serial, a scrape every %v", long), modes[0].samples[1], modes[0].samples[0])
	row("a call, in parallel, nobody scrapes", modes[1].samples[0], nil)
	row(fmt.Sprintf("a call, in parallel, a scrape every %v", long), modes[1].samples[1], modes[1].samples[0])
	return t
}
