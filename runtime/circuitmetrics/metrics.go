package circuitmetrics

import (
	cb "github.com/cbgen/cbgen/runtime"
)

// A Metric is something that is measured for every method. Its names in a metrics system are
// made of Name and Unit, as that system has it.
type Metric struct {
	Name  string // such as calls
	Help  string // one line
	Kind  Kind
	Unit  string // in UCUM, as OpenTelemetry wants it: s, or what is counted, such as {call}
	Label string // tells the points of a method apart, such as outcome; empty where there is one

	// Points are the values for a method, always the same number of them. There are none where
	// the metric means nothing: a method without a bulkhead has no limit.
	Points func(*Method) []Point
}

// A Kind is how the values of a metric change.
type Kind int

const (
	// Counter never goes down.
	Counter Kind = iota
	// UpDownCounter makes sense added up over methods and instances.
	UpDownCounter
	// Gauge does not.
	Gauge
	// Histogram is that of CallDuration alone.
	Histogram
)

// A Point is one value.
type Point struct {
	Label string // of the metric's Label
	Value float64
}

// Metrics are all that there are.
func Metrics() []Metric { return metrics }

var metrics = []Metric{
	{"state", "State of the circuit breaker: 0 closed, 1 open, 2 half-open; by hand: 3 forced open, 4 disabled, 5 observe.",
		Gauge, "1", "", now(func(m *Method) int { return int(m.State) })},
	{"guards", "Guards of this name, one for each client that is in use.",
		UpDownCounter, "{guard}", "", one(func(m *Method) uint64 { return uint64(m.Guards) })},
	{"calls", "Calls that were admitted and have returned, by outcome.",
		Counter, "{call}", "outcome", calls},
	{"failures", "Calls that were admitted and have failed.",
		Counter, "{call}", "", one(func(m *Method) uint64 { return m.Totals.Failures })},
	{"rejections", "Calls that were not admitted, by reason.",
		Counter, "{call}", "reason", rejections},
	{"would_reject", "Calls that were admitted only because the circuit breaker observes.",
		Counter, "{call}", "", one(func(m *Method) uint64 { return m.Totals.WouldReject })},
	{"slow_calls", "Calls that took longer than the policy's slow.",
		Counter, "{call}", "", one(func(m *Method) uint64 { return m.Totals.Slow })},
	{"late_calls", "Calls that returned after a later transition and had no influence.",
		Counter, "{call}", "", one(func(m *Method) uint64 { return m.Totals.Late })},
	{"fallbacks", "Calls of the method's fallback, by outcome.",
		Counter, "{call}", "outcome", fallbacks},
	{"probes", "Calls that were admitted while half-open and have returned.",
		Counter, "{call}", "", one(func(m *Method) uint64 { return m.Totals.Probes })},
	{"retries", "Attempts after the first.",
		Counter, "{call}", "", one(func(m *Method) uint64 { return m.Totals.Retries })},
	{"transitions", "Transitions of the circuit breaker, by the state that it entered.",
		Counter, "{transition}", "to", byState(func(s cb.StateTotals) float64 { return float64(s.Entered) })},
	{"time_in_state", "Time that the circuit breaker has spent in each state.",
		Counter, "s", "state", byState(func(s cb.StateTotals) float64 { return s.Time.Seconds() })},
	{"in_flight", "Calls that hold a slot of the bulkhead.",
		UpDownCounter, "{call}", "", bulkhead(func(m *Method) int { return m.InFlight })},
	{"waiting", "Calls that wait for a slot of the bulkhead.",
		UpDownCounter, "{call}", "", bulkhead(func(m *Method) int { return m.Waiting })},
	{"limit", "Slots of the bulkhead.",
		UpDownCounter, "{call}", "", bulkhead(func(m *Method) int { return m.Limit })},
}

func one(of func(*Method) uint64) func(*Method) []Point {
	return func(m *Method) []Point { return []Point{{Value: float64(of(m))}} }
}

// now is for what only guards that are there have.
func now(of func(*Method) int) func(*Method) []Point {
	return func(m *Method) []Point {
		if m.Guards == 0 {
			return nil
		}
		return []Point{{Value: float64(of(m))}}
	}
}

func bulkhead(of func(*Method) int) func(*Method) []Point {
	return func(m *Method) []Point {
		if m.Bulkheads == 0 {
			return nil
		}
		return []Point{{Value: float64(of(m))}}
	}
}

func byState(of func(cb.StateTotals) float64) func(*Method) []Point {
	return func(m *Method) []Point {
		points := make([]Point, len(m.States))
		for state, totals := range m.States {
			points[state] = Point{cb.State(state).String(), of(totals)}
		}
		return points
	}
}

func calls(m *Method) []Point {
	return []Point{
		{"success", float64(m.Totals.Successes)},
		{"failure", float64(m.Totals.Failures)},
		{"ignored", float64(m.Totals.Ignored)},
		{"cancelled", float64(m.Totals.Cancelled)},
	}
}

func fallbacks(m *Method) []Point {
	return []Point{
		{"success", float64(m.Totals.Fallbacks - m.Totals.FallbackFailures)},
		{"failure", float64(m.Totals.FallbackFailures)},
	}
}

func rejections(m *Method) []Point {
	return []Point{
		{"open", float64(m.Totals.RejectedOpen)},
		{"bulkhead_full", float64(m.Totals.RejectedFull)},
	}
}
