package otel

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/instrumentation"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuitmetrics"
)

// Durations tell readers how long calls take, of the clients that are made with
// [cb.WithDurations]. They are a metric.Producer of the SDK, since the API has no histogram that
// is read when somebody asks: give them to a reader by metric.WithProducer. They are cumulative,
// whatever temporality the reader prefers.
type Durations struct {
	gatherer *circuitmetrics.Gatherer
	begun    time.Time
}

// NewDurations are those of all guards of this registry, also of guards that are made later.
func NewDurations(r *cb.Registry) *Durations {
	return &Durations{circuitmetrics.NewGatherer(r), time.Now()}
}

// Produce is a histogram, with a point for each method that has been seen to count durations.
func (d *Durations) Produce(context.Context) ([]metricdata.ScopeMetrics, error) {
	var points []metricdata.HistogramDataPoint[float64]
	now := time.Now()
	for _, method := range d.gatherer.Gather() {
		if counted := method.Durations; counted != nil {
			points = append(points, metricdata.HistogramDataPoint[float64]{
				Attributes:   attribute.NewSet(attributes(method.Client, method.Method)...),
				StartTime:    d.begun,
				Time:         now,
				Count:        counted.Calls(),
				Bounds:       seconds(counted.Buckets),
				BucketCounts: counted.Counts,
				Sum:          counted.Sum,
			})
		}
	}
	if points == nil {
		return nil, nil
	}
	m := circuitmetrics.CallDuration
	return []metricdata.ScopeMetrics{{
		Scope: instrumentation.Scope{Name: scope},
		Metrics: []metricdata.Metrics{{
			Name:        prefix + m.Name,
			Description: m.Help,
			Unit:        m.Unit,
			Data:        metricdata.Histogram[float64]{DataPoints: points, Temporality: metricdata.CumulativeTemporality},
		}},
	}}, nil
}

func seconds(durations []time.Duration) []float64 {
	all := make([]float64, len(durations))
	for i, d := range durations {
		all[i] = d.Seconds()
	}
	return all
}
