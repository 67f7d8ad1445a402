// Package pages is what the examples show of their circuits while they run.
package pages

import (
	"fmt"
	"io"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	cbprometheus "github.com/cbgen/cbgen/contrib/prometheus"
	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

// Handler serves the live page, the health and the metrics of a registry of guards.
func Handler(guards *cb.Registry, options ...circuithttp.Option) http.Handler {
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(cbprometheus.NewCollector(guards))

	mux := http.NewServeMux()
	mux.Handle("/", circuithttp.Handler(guards, options...))
	mux.Handle("GET /metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	return mux
}

// Announce says where the pages are.
func Announce(out io.Writer, url string) {
	fmt.Fprintf(out, "\nWhile it runs, its circuits can be looked at:\n\n")
	fmt.Fprintf(out, "  %s/debug/circuits    by people, live\n", url)
	fmt.Fprintf(out, "  %s/health/circuits   by machines\n", url)
	fmt.Fprintf(out, "  %s/metrics           by Prometheus\n", url)
}
