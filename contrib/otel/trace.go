package otel

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuitmetrics"
)

// Trace puts events on the spans of callers from now on: see the package's documentation. It
// takes the place of the registry's trace, if there is one: see [cb.Registry.SetTrace]. Calls
// that are neither rejected nor change a breaker pay nothing for it.
func Trace(r *cb.Registry) {
	r.SetTrace(&cb.Trace{Rejected: rejected, Transition: transition})
}

func rejected(ctx context.Context, err *cb.RejectedError) {
	span := trace.SpanFromContext(ctx)
	if !span.IsRecording() {
		return
	}
	reason := "open"
	if err.Reason == cb.ErrBulkheadFull {
		reason = "bulkhead_full"
	}
	event := append(who(err.Guard), attribute.String(prefix+"reason", reason))
	if wait := err.RetryAfter(); wait > 0 {
		event = append(event, attribute.Float64(prefix+"retry_after", wait.Seconds()))
	}
	span.AddEvent(prefix+"rejected", trace.WithAttributes(event...))
}

func transition(ctx context.Context, e cb.Event) {
	span := trace.SpanFromContext(ctx)
	if !span.IsRecording() {
		return
	}
	event := append(who(e.Guard),
		attribute.String(prefix+"from", e.From.String()),
		attribute.String(prefix+"to", e.To.String()),
		attribute.String(prefix+"reason", string(e.Reason)))
	if e.Observed {
		event = append(event, attribute.Bool(prefix+"observed", true))
	}
	span.AddEvent(prefix+"transition", trace.WithTimestamp(e.Time), trace.WithAttributes(event...))
}

func who(guard string) []attribute.KeyValue { return attributes(circuitmetrics.Split(guard)) }
