// Package prometheus shows the guards of a registry to Prometheus. One line does it:
//
//	prometheus.MustRegister(cbprometheus.NewCollector(cb.DefaultRegistry))
//
// Import it as cbprometheus:
//
//	import cbprometheus "github.com/cbgen/cbgen/contrib/prometheus"
//
// Everything is read when Prometheus scrapes: calls pay nothing. The metrics are those of
// [circuitmetrics.Metrics], with circuit_breaker_ before their names, and the labels client and
// method: circuit_breaker_state{client="PaymentClient",method="Charge"}. docs/observing.md
// lists them. A series is there from when its guard is, with zero before anything has happened.
//
// Beside this file are alert rules (alerts.yml) and a dashboard for Grafana (dashboard.json).
package prometheus
