package prometheus

import (
	"github.com/prometheus/client_golang/prometheus"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuitmetrics"
)

// NewCollector collects the metrics of all guards of this registry, also of those that are
// made later. Guards of one name share their series, and counters outlive their guards: see
// package [circuitmetrics]. Register one collector for a registry of guards; where there are
// more of them, tell their metrics apart by [prometheus.WrapRegistererWith].
func NewCollector(r *cb.Registry) prometheus.Collector {
	c := &collector{gatherer: circuitmetrics.NewGatherer(r), durations: newFamily(circuitmetrics.CallDuration).desc}
	for _, m := range circuitmetrics.Metrics() {
		c.families = append(c.families, newFamily(m))
	}
	return c
}

type collector struct {
	gatherer  *circuitmetrics.Gatherer
	families  []family
	durations *prometheus.Desc // a histogram
}

// A family is a metric as Prometheus has it.
type family struct {
	circuitmetrics.Metric
	desc      *prometheus.Desc
	valueType prometheus.ValueType
}

func newFamily(m circuitmetrics.Metric) family {
	labels := []string{"client", "method"}
	if m.Label != "" {
		labels = append(labels, m.Label)
	}
	f := family{m, prometheus.NewDesc(name(m), m.Help, labels, nil), prometheus.GaugeValue}
	if m.Kind == circuitmetrics.Counter {
		f.valueType = prometheus.CounterValue
	}
	return f
}

func name(m circuitmetrics.Metric) string {
	name := "circuit_breaker_" + m.Name
	if m.Unit == "s" {
		name += "_seconds"
	}
	if m.Kind == circuitmetrics.Counter {
		name += "_total"
	}
	return name
}

func (c *collector) Describe(to chan<- *prometheus.Desc) {
	for _, f := range c.families {
		to <- f.desc
	}
	to <- c.durations
}

func (c *collector) Collect(to chan<- prometheus.Metric) {
	for _, method := range c.gatherer.Gather() {
		for _, f := range c.families {
			for _, p := range f.Points(&method) {
				labels := []string{method.Client, method.Method}
				if f.Label != "" {
					labels = append(labels, p.Label)
				}
				to <- prometheus.MustNewConstMetric(f.desc, f.valueType, p.Value, labels...)
			}
		}
		if d := method.Durations; d != nil {
			to <- prometheus.MustNewConstHistogram(c.durations, d.Calls(), d.Sum, cumulative(d), method.Client, method.Method)
		}
	}
}

// cumulative is how many calls took at most so many seconds.
func cumulative(d *cb.Durations) map[float64]uint64 {
	buckets := make(map[float64]uint64, len(d.Buckets))
	calls := uint64(0)
	for i, bucket := range d.Buckets {
		calls += d.Counts[i]
		buckets[bucket.Seconds()] = calls
	}
	return buckets
}
