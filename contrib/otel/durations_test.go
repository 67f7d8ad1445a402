package otel_test

import (
	"errors"
	"os"
	"runtime"
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

// produced is what a reader collects that has the producer.
func produced(t *testing.T, r *cb.Registry) func() []metricdata.ScopeMetrics {
	t.Helper()
	reader := metric.NewManualReader(metric.WithProducer(cbotel.NewDurations(r)))
	metric.NewMeterProvider(metric.WithReader(reader))
	return func() []metricdata.ScopeMetrics {
		var collected metricdata.ResourceMetrics
		require.NoError(t, reader.Collect(t.Context(), &collected))
		return collected.ScopeMetrics
	}
}

func timedGuard(r *cb.Registry, method string) *cb.Guard {
	return cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(r), cb.WithDurations(time.Second, time.Minute)).Guard(method, cb.Policy{})
}

func slowly(t *testing.T, g *cb.Guard, took time.Duration, err error) {
	t.Helper()
	c, rejected := g.Begin(t.Context())
	require.NoError(t, rejected)
	time.Sleep(took)
	c.Return(err)
	c.End()
}

func TestReadersCollectDurations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := new(cb.Registry)
		collect := produced(t, r)
		begun := time.Now()
		charge, refund := timedGuard(r, "Charge"), timedGuard(r, "Refund")
		slowly(t, charge, time.Second, nil)
		slowly(t, charge, 2*time.Second, errors.New("down"))
		slowly(t, charge, time.Hour, nil)

		point := func(method string) metricdata.HistogramDataPoint[float64] {
			return metricdata.HistogramDataPoint[float64]{
				Attributes: attribute.NewSet(attribute.String("circuit_breaker.client", "PaymentClient"),
					attribute.String("circuit_breaker.method", method)),
				StartTime:    begun,
				Time:         time.Now(),
				Bounds:       []float64{1, 60},
				BucketCounts: []uint64{0, 0, 0},
			}
		}
		first, second := point("Charge"), point("Refund")
		first.Count, first.BucketCounts, first.Sum = 3, []uint64{1, 1, 1}, 3603
		collected := collect()
		require.Len(t, collected, 1)
		require.Equal(t, "github.com/cbgen/cbgen/contrib/otel", collected[0].Scope.Name)
		require.Equal(t, []metricdata.Metrics{{
			Name:        "circuit_breaker.call_duration",
			Description: "How long calls took that were admitted and have returned.",
			Unit:        "s",
			Data: metricdata.Histogram[float64]{
				Temporality: metricdata.CumulativeTemporality,
				DataPoints:  []metricdata.HistogramDataPoint[float64]{first, second},
			},
		}}, collected[0].Metrics)
		runtime.KeepAlive(refund)
	})
}

func TestNothingIsProducedUnlessDurationsAreCounted(t *testing.T) {
	g, r := guarded(t)
	call(t.Context(), g, nil)
	require.Empty(t, produced(t, r)())
}

func TestDocumentListsTheDurations(t *testing.T) {
	content, err := os.ReadFile("../../docs/observing.md")
	require.NoError(t, err)
	require.Contains(t, string(content), "| `circuit_breaker.call_duration` | How long calls took that were admitted and have returned")
}
