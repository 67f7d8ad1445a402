package prometheus_test

import (
	"fmt"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	cbprometheus "github.com/cbgen/cbgen/contrib/prometheus"
	cb "github.com/cbgen/cbgen/runtime"
)

func Example() {
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(cbprometheus.NewCollector(cb.DefaultRegistry))
	http.Handle("GET /metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	fmt.Println("ready")
	// Output: ready
}
