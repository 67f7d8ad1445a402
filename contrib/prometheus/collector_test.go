package prometheus_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	cbprometheus "github.com/cbgen/cbgen/contrib/prometheus"
	cb "github.com/cbgen/cbgen/runtime"
)

// guarded is a guard, and what Prometheus would scrape.
func guarded(t *testing.T) (*cb.Guard, *cb.Registry, *prometheus.Registry) {
	guards := new(cb.Registry)
	metrics := prometheus.NewPedanticRegistry()
	require.NoError(t, metrics.Register(cbprometheus.NewCollector(guards)))
	g := newGuard(guards)
	t.Cleanup(func() { runtime.KeepAlive(g) }) // a registry does not
	return g, guards, metrics
}

func newGuard(r *cb.Registry) *cb.Guard {
	return cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(r), cb.WithDurations(time.Millisecond, time.Second, 2500*time.Millisecond)).Guard("Charge", cb.Policy{
		Breaker:  cb.Breaker{Failures: 1, Open: time.Minute, Probes: 1},
		Bulkhead: cb.Bulkhead{Max: 64},
	})
}

func call(g *cb.Guard, err error) {
	if c, rejected := g.Begin(context.Background()); rejected == nil {
		c.Return(err)
		c.End()
	}
}

func slowly(g *cb.Guard, took time.Duration, err error) {
	if c, rejected := g.Begin(context.Background()); rejected == nil {
		time.Sleep(took)
		c.Return(err)
		c.End()
	}
}

// scrape is the page that Prometheus gets, without the comments.
func scrape(t *testing.T, metrics prometheus.Gatherer) string {
	t.Helper()
	page := httptest.NewRecorder()
	promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}).ServeHTTP(page, httptest.NewRequest("GET", "/metrics", nil))
	require.Equal(t, 200, page.Code)
	return regexp.MustCompile("(?m)^#.*\n").ReplaceAllString(page.Body.String(), "")
}

func TestPageHasEverySeriesFromTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, _, metrics := guarded(t)
		require.Equal(t, want(t, "testdata/start.txt"), scrape(t, metrics))
	})
}

func TestPageSaysWhatHasHappened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _, metrics := guarded(t)
		time.Sleep(30 * time.Second)
		slowly(g, time.Second, nil)
		slowly(g, 3*time.Second, errors.New("down"))
		call(g, nil)
		time.Sleep(1500 * time.Millisecond)
		require.Equal(t, want(t, "testdata/open.txt"), scrape(t, metrics))
	})
}

func TestMethodsWhoseDurationsAreNotCountedHaveNoHistogram(t *testing.T) {
	guards := new(cb.Registry)
	metrics := prometheus.NewPedanticRegistry()
	require.NoError(t, metrics.Register(cbprometheus.NewCollector(guards)))
	g := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(guards)).Guard("Charge", cb.Policy{})
	require.NotContains(t, scrape(t, metrics), "duration")
	runtime.KeepAlive(g)
}

func want(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(content)
}

func TestMetricsAreLikedByTheLinter(t *testing.T) {
	_, _, metrics := guarded(t)
	problems, err := testutil.GatherAndLint(metrics)
	require.NoError(t, err)
	require.Empty(t, problems)
}

// A pedantic registry refuses series that are there twice, or were not described.
func TestClientsOfOneTypeMakeNoDuplicates(t *testing.T) {
	first, guards, metrics := guarded(t)
	second := newGuard(guards)
	call(first, errors.New("down"))
	call(second, errors.New("down"))
	page := scrape(t, metrics)
	require.Contains(t, page, `circuit_breaker_guards{client="PaymentClient",method="Charge"} 2`+"\n")
	require.Contains(t, page, `circuit_breaker_failures_total{client="PaymentClient",method="Charge"} 2`+"\n")
	require.Contains(t, page, `circuit_breaker_limit{client="PaymentClient",method="Charge"} 128`+"\n")
}

func TestRegistriesOfGuardsAreToldApartByALabel(t *testing.T) {
	metrics := prometheus.NewPedanticRegistry()
	for _, region := range []string{"eu", "us"} {
		guards := new(cb.Registry)
		defer runtime.KeepAlive(newGuard(guards))
		wrapped := prometheus.WrapRegistererWith(prometheus.Labels{"region": region}, metrics)
		require.NoError(t, wrapped.Register(cbprometheus.NewCollector(guards)))
	}
	page := scrape(t, metrics)
	require.Contains(t, page, `circuit_breaker_state{client="PaymentClient",method="Charge",region="eu"} 0`)
	require.Contains(t, page, `circuit_breaker_state{client="PaymentClient",method="Charge",region="us"} 0`)
}

func TestScrapingDoesNotMoveABreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _, metrics := guarded(t)
		call(g, errors.New("down"))
		time.Sleep(time.Hour) // a probe is due
		require.Contains(t, scrape(t, metrics), `circuit_breaker_state{client="PaymentClient",method="Charge"} 1`)
		require.Equal(t, cb.Open, g.State())
	})
}

// docs/observing.md lists the metrics with their labels and what they are.
func TestDocumentListsEveryMetric(t *testing.T) {
	_, _, metrics := guarded(t)
	families, err := metrics.Gather()
	require.NoError(t, err)
	document := want(t, "../../docs/observing.md")
	for _, f := range families {
		var label string
		for _, pair := range f.Metric[0].Label {
			if pair.GetName() != "client" && pair.GetName() != "method" {
				label = "`" + pair.GetName() + "`"
			}
		}
		row := "| `" + f.GetName() + "` | " + label
		require.Contains(t, document, row)
		require.Contains(t, document, strings.TrimSuffix(f.GetHelp(), "."))
	}
	listed := regexp.MustCompile("(?m)^\\| `circuit_breaker_").FindAllString(document, -1)
	require.Len(t, listed, len(families), "rows of the table")
}
