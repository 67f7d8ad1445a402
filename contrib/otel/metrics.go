package otel

import (
	"context"
	"fmt"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuitmetrics"
)

const (
	scope  = "github.com/cbgen/cbgen/contrib/otel"
	prefix = "circuit_breaker."
)

// Observe has the provider's readers collect the metrics of all guards of this registry, also
// of those that are made later. Guards of one name share their series, and counters outlive
// their guards: see package [circuitmetrics]. The registration ends it.
func Observe(r *cb.Registry, p metric.MeterProvider) (metric.Registration, error) {
	meter := p.Meter(scope)
	o := &observer{gatherer: circuitmetrics.NewGatherer(r)}
	var all []metric.Observable
	for _, m := range circuitmetrics.Metrics() {
		i, err := newInstrument(meter, m)
		if err != nil {
			return nil, fmt.Errorf("instrument %s%s: %w", prefix, m.Name, err)
		}
		o.instruments = append(o.instruments, i)
		all = append(all, i.observable)
	}
	return meter.RegisterCallback(o.observe, all...)
}

type observer struct {
	gatherer    *circuitmetrics.Gatherer
	instruments []instrument
}

// An instrument is a metric as OpenTelemetry has it.
type instrument struct {
	circuitmetrics.Metric
	observable metric.Observable
}

func newInstrument(meter metric.Meter, m circuitmetrics.Metric) (instrument, error) {
	var o metric.Observable
	var err error
	name, help, unit := prefix+m.Name, metric.WithDescription(m.Help), metric.WithUnit(m.Unit)
	switch {
	case m.Unit == "s":
		o, err = meter.Float64ObservableCounter(name, help, unit)
	case m.Kind == circuitmetrics.Counter:
		o, err = meter.Int64ObservableCounter(name, help, unit)
	case m.Kind == circuitmetrics.UpDownCounter:
		o, err = meter.Int64ObservableUpDownCounter(name, help, unit)
	default:
		o, err = meter.Int64ObservableGauge(name, help, unit)
	}
	return instrument{m, o}, err
}

func (o *observer) observe(_ context.Context, to metric.Observer) error {
	for _, method := range o.gatherer.Gather() {
		who := attributes(method.Client, method.Method)
		for _, i := range o.instruments {
			for _, p := range i.Points(&method) {
				all := who
				if i.Label != "" {
					all = append(all, attribute.String(prefix+i.Label, p.Label))
				}
				i.observe(to, p.Value, metric.WithAttributes(all...))
			}
		}
	}
	return nil
}

func (i *instrument) observe(to metric.Observer, value float64, attributes metric.ObserveOption) {
	switch o := i.observable.(type) {
	case metric.Float64Observable:
		to.ObserveFloat64(o, value, attributes)
	case metric.Int64Observable:
		to.ObserveInt64(o, int64(value), attributes)
	}
}

// attributes leave room for one more.
func attributes(client, method string) []attribute.KeyValue {
	return append(make([]attribute.KeyValue, 0, 3),
		attribute.String(prefix+"client", client), attribute.String(prefix+"method", method))
}
