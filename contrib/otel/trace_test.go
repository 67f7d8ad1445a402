package otel_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	cbotel "github.com/cbgen/cbgen/contrib/otel"
	cb "github.com/cbgen/cbgen/runtime"
)

// spans is a function that makes a call in a span of its own, and what events the span has
// had then.
func spans(t *testing.T, g *cb.Guard) func(err error) []sdk.Event {
	recorder := tracetest.NewSpanRecorder()
	tracer := sdk.NewTracerProvider(sdk.WithSpanProcessor(recorder)).Tracer("test")
	return func(err error) []sdk.Event {
		ctx, span := tracer.Start(t.Context(), "checkout")
		call(ctx, g, err)
		span.End()
		ended := recorder.Ended()
		return ended[len(ended)-1].Events()
	}
}

func attributes(e sdk.Event) map[attribute.Key]any {
	all := make(map[attribute.Key]any)
	for _, a := range e.Attributes {
		all[a.Key] = a.Value.AsInterface()
	}
	return all
}

func TestSpanTellsWhatBecameOfItsCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, r := guarded(t)
		cbotel.Trace(r)
		do := spans(t, g)
		require.Empty(t, do(nil), "all is well")

		events := do(errors.New("down"))
		require.Len(t, events, 1)
		require.Equal(t, "circuit_breaker.transition", events[0].Name)
		require.Equal(t, time.Now(), events[0].Time)
		require.Equal(t, map[attribute.Key]any{
			"circuit_breaker.client": "PaymentClient",
			"circuit_breaker.method": "Charge",
			"circuit_breaker.from":   "closed",
			"circuit_breaker.to":     "open",
			"circuit_breaker.reason": "failures in a row",
		}, attributes(events[0]))

		time.Sleep(20 * time.Second)
		events = do(nil)
		require.Len(t, events, 1)
		require.Equal(t, "circuit_breaker.rejected", events[0].Name)
		require.Equal(t, map[attribute.Key]any{
			"circuit_breaker.client":      "PaymentClient",
			"circuit_breaker.method":      "Charge",
			"circuit_breaker.reason":      "open",
			"circuit_breaker.retry_after": 40.0,
		}, attributes(events[0]))

		time.Sleep(40 * time.Second)
		events = do(nil)
		require.Len(t, events, 2, "it has probed, and closed")
		require.Equal(t, "half_open", attributes(events[0])["circuit_breaker.to"])
		require.Equal(t, "closed", attributes(events[1])["circuit_breaker.to"])
	})
}

func TestSpanTellsOfAFullBulkhead(t *testing.T) {
	g, r := guarded(t)
	cbotel.Trace(r)
	for range 2 {
		_, err := g.Begin(t.Context())
		require.NoError(t, err)
	}
	events := spans(t, g)(nil)
	require.Len(t, events, 1)
	require.Equal(t, map[attribute.Key]any{
		"circuit_breaker.client": "PaymentClient",
		"circuit_breaker.method": "Charge",
		"circuit_breaker.reason": "bulkhead_full",
	}, attributes(events[0]))
}

func TestTransitionsThatAreOnlyObservedSaySo(t *testing.T) {
	g, r := guarded(t)
	cbotel.Trace(r)
	g.Observe()
	events := spans(t, g)(errors.New("down"))
	require.Len(t, events, 1)
	require.Equal(t, true, attributes(events[0])["circuit_breaker.observed"])
}

func TestCallersWithoutASpanPayNoAllocation(t *testing.T) {
	g, r := guarded(t)
	cbotel.Trace(r)
	never := sdk.NewTracerProvider(sdk.WithSampler(sdk.NeverSample())).Tracer("test")
	unsampled, span := never.Start(t.Context(), "checkout")
	defer span.End()
	call(t.Context(), g, errors.New("down"))
	for _, ctx := range []context.Context{t.Context(), unsampled, nil} {
		require.Zero(t, testing.AllocsPerRun(100, func() {
			if _, err := g.Begin(ctx); err == nil {
				t.Fatal("admitted")
			}
		}))
	}
}
