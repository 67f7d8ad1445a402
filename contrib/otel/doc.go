// Package otel shows the guards of a registry to OpenTelemetry: their metrics, and on the
// spans of callers what became of their calls. A line each does it:
//
//	_, err := cbotel.Observe(cb.DefaultRegistry, otel.GetMeterProvider())
//	cbotel.Trace(cb.DefaultRegistry)
//
// Import it as cbotel:
//
//	import cbotel "github.com/cbgen/cbgen/contrib/otel"
//
// # Metrics
//
// They are those of [circuitmetrics.Metrics], with circuit_breaker. before their names, by
// observable instruments: calls pay nothing until a reader collects. Their attributes are
// circuit_breaker.client and circuit_breaker.method, and for some circuit_breaker.outcome, .reason,
// .to or .state. The semantic conventions of OpenTelemetry have none for circuit breakers; these names
// are made by their rules. docs/observing.md lists them.
//
// How long calls take, where the clients are made with [cb.WithDurations], is a histogram that a
// reader gets by [NewDurations].
//
// # Spans
//
// Nothing begins a span. If the context of a call has one that is recording, it gets an event
//
//   - circuit_breaker.rejected when the call is not admitted, with circuit_breaker.reason
//     (open, bulkhead_full) and, where it is known, circuit_breaker.retry_after in seconds;
//   - circuit_breaker.transition when the call changes the state of the breaker, with
//     circuit_breaker.from, .to and .reason.
//
// Both have circuit_breaker.client and circuit_breaker.method as well.
package otel
