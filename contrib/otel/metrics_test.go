package otel_test

import (
	"context"
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	cbotel "github.com/cbgen/cbgen/contrib/otel"
	cb "github.com/cbgen/cbgen/runtime"
)

// guarded is a guard that opens at its first failure, and its registry.
func guarded(t *testing.T) (*cb.Guard, *cb.Registry) {
	r := new(cb.Registry)
	g := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(r)).Guard("Charge", cb.Policy{
		Breaker:  cb.Breaker{Failures: 1, Open: time.Minute, Probes: 1},
		Bulkhead: cb.Bulkhead{Max: 2},
	})
	t.Cleanup(func() { runtime.KeepAlive(g) }) // a registry does not
	return g, r
}

func call(ctx context.Context, g *cb.Guard, err error) {
	if c, rejected := g.Begin(ctx); rejected == nil {
		c.Return(err)
		c.End()
	}
}

// observed is what a reader collects.
func observed(t *testing.T, r *cb.Registry) func() []metricdata.Metrics {
	t.Helper()
	reader := metric.NewManualReader()
	_, err := cbotel.Observe(r, metric.NewMeterProvider(metric.WithReader(reader)))
	require.NoError(t, err)
	return func() []metricdata.Metrics {
		var collected metricdata.ResourceMetrics
		require.NoError(t, reader.Collect(t.Context(), &collected))
		require.Len(t, collected.ScopeMetrics, 1)
		require.Equal(t, "github.com/cbgen/cbgen/contrib/otel", collected.ScopeMetrics[0].Scope.Name)
		return collected.ScopeMetrics[0].Metrics
	}
}

// value is the point of a metric with these attributes besides client and method.
func value(t *testing.T, all []metricdata.Metrics, name string, more ...attribute.KeyValue) float64 {
	t.Helper()
	want := attribute.NewSet(append(more,
		attribute.String("circuit_breaker.client", "PaymentClient"),
		attribute.String("circuit_breaker.method", "Charge"))...)
	for _, m := range all {
		if m.Name != "circuit_breaker."+name {
			continue
		}
		for _, p := range points(m.Data) {
			if p.attributes.Equals(&want) {
				return p.value
			}
		}
	}
	require.Fail(t, "no such point", "%s %v", name, more)
	return 0
}

type point struct {
	attributes attribute.Set
	value      float64
}

func points(data metricdata.Aggregation) []point {
	switch d := data.(type) {
	case metricdata.Gauge[int64]:
		return convert(d.DataPoints)
	case metricdata.Sum[int64]:
		return convert(d.DataPoints)
	case metricdata.Sum[float64]:
		return convert(d.DataPoints)
	}
	return nil
}

func convert[N int64 | float64](from []metricdata.DataPoint[N]) []point {
	var to []point
	for _, p := range from {
		to = append(to, point{p.Attributes, float64(p.Value)})
	}
	return to
}

func TestReadersCollectWhatHasHappened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, r := guarded(t)
		collect := observed(t, r)
		time.Sleep(30 * time.Second)
		call(t.Context(), g, nil)
		held, err := g.Begin(t.Context())
		require.NoError(t, err)
		call(t.Context(), g, errors.New("down"))
		call(t.Context(), g, nil)
		time.Sleep(1500 * time.Millisecond)

		all := collect()
		require.Equal(t, 1.0, value(t, all, "state"))
		require.Equal(t, 1.0, value(t, all, "guards"))
		require.Equal(t, 1.0, value(t, all, "calls", attribute.String("circuit_breaker.outcome", "success")))
		require.Equal(t, 1.0, value(t, all, "calls", attribute.String("circuit_breaker.outcome", "failure")))
		require.Equal(t, 1.0, value(t, all, "failures"))
		require.Equal(t, 1.0, value(t, all, "rejections", attribute.String("circuit_breaker.reason", "open")))
		require.Equal(t, 0.0, value(t, all, "rejections", attribute.String("circuit_breaker.reason", "bulkhead_full")))
		require.Equal(t, 1.0, value(t, all, "transitions", attribute.String("circuit_breaker.to", "open")))
		require.Equal(t, 1.5, value(t, all, "time_in_state", attribute.String("circuit_breaker.state", "open")))
		require.Equal(t, 1.0, value(t, all, "in_flight"))
		require.Equal(t, 2.0, value(t, all, "limit"))
		held.Return(nil)
		require.Equal(t, 1.0, value(t, collect(), "late_calls"))
		require.Equal(t, 0.0, value(t, collect(), "in_flight"))
	})
}

// What cannot be added up over instances must not be a sum, and what never goes down must be
// a monotonic one.
func TestInstrumentsAreOfTheRightKind(t *testing.T) {
	_, r := guarded(t)
	kinds := make(map[string]string)
	for _, m := range observed(t, r)() {
		require.NotEmpty(t, m.Description)
		kind := "up-down counter"
		switch d := m.Data.(type) {
		case metricdata.Gauge[int64]:
			kind = "gauge"
		case metricdata.Sum[float64]:
			require.True(t, d.IsMonotonic, m.Name)
			kind = "counter"
		case metricdata.Sum[int64]:
			if d.IsMonotonic {
				kind = "counter"
			}
		}
		kinds[strings.TrimPrefix(m.Name, "circuit_breaker.")] = kind + " of " + m.Unit
	}
	require.Equal(t, map[string]string{
		"state":         "gauge of 1",
		"guards":        "up-down counter of {guard}",
		"calls":         "counter of {call}",
		"fallbacks":     "counter of {call}",
		"failures":      "counter of {call}",
		"rejections":    "counter of {call}",
		"would_reject":  "counter of {call}",
		"slow_calls":    "counter of {call}",
		"late_calls":    "counter of {call}",
		"retries":       "counter of {call}",
		"probes":        "counter of {call}",
		"transitions":   "counter of {transition}",
		"time_in_state": "counter of s",
		"in_flight":     "up-down counter of {call}",
		"waiting":       "up-down counter of {call}",
		"limit":         "up-down counter of {call}",
	}, kinds)
}

func TestReadersOfDeltasGetDeltas(t *testing.T) {
	g, r := guarded(t)
	reader := metric.NewManualReader(metric.WithTemporalitySelector(metric.DeltaTemporalitySelector))
	_, err := cbotel.Observe(r, metric.NewMeterProvider(metric.WithReader(reader)))
	require.NoError(t, err)
	for range 3 {
		call(t.Context(), g, nil)
		var collected metricdata.ResourceMetrics
		require.NoError(t, reader.Collect(t.Context(), &collected))
		success := attribute.String("circuit_breaker.outcome", "success")
		require.Equal(t, 1.0, value(t, collected.ScopeMetrics[0].Metrics, "calls", success))
	}
}

func TestObservingEndsWithItsRegistration(t *testing.T) {
	_, r := guarded(t)
	reader := metric.NewManualReader()
	registration, err := cbotel.Observe(r, metric.NewMeterProvider(metric.WithReader(reader)))
	require.NoError(t, err)
	require.NoError(t, registration.Unregister())
	var collected metricdata.ResourceMetrics
	require.NoError(t, reader.Collect(t.Context(), &collected))
	for _, scope := range collected.ScopeMetrics {
		for _, m := range scope.Metrics {
			require.Empty(t, points(m.Data), m.Name)
		}
	}
}

// docs/observing.md lists the metrics.
func TestDocumentListsEveryMetric(t *testing.T) {
	_, r := guarded(t)
	content, err := os.ReadFile("../../docs/observing.md")
	require.NoError(t, err)
	rows := slices.Collect(strings.Lines(string(content)))
	for _, m := range observed(t, r)() {
		require.True(t, slices.ContainsFunc(rows, func(row string) bool {
			return strings.Contains(row, "| `"+m.Name+"` |") && strings.Contains(row, strings.TrimSuffix(m.Description, "."))
		}), m.Name)
	}
}
