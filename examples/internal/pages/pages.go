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
)

// Handler serves the pages and the metrics of a registry of guards.
func Handler(guards *cb.Registry) http.Handler {
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(cbprometheus.NewCollector(guards))

	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	return mux
}

// Announce says where the pages are.
func Announce(out io.Writer, url string) {
	fmt.Fprintf(out, "%s/metrics          for Prometheus\n", url)
}
