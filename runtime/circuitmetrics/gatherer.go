package circuitmetrics

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
	"weak"

	cb "github.com/cbgen/cbgen/runtime"
)

// A Gatherer adds up what the guards of a registry have counted. Calls pay nothing for it
// until somebody gathers; then each guard is locked for a moment, one after another.
type Gatherer struct {
	registry *cb.Registry

	mu    sync.Mutex
	names map[string]*history
}

// A history is what a Gatherer knows of the guards of one method.
type history struct {
	gone    counts // of guards that are gone
	last    map[weak.Pointer[cb.Guard]]counts
	buckets []time.Duration // of durations; nil until there are any
}

// counts are what only grows.
type counts struct {
	totals    cb.Totals
	states    [cb.Observe + 1]cb.StateTotals
	durations *cb.Durations // in the buckets of the history; nil if they are not counted
}

// A Method is the guards of one client and method, also where it has one for each key.
type Method struct {
	Client string // the type that was decorated, such as PaymentClient
	Method string

	Guards int      // how many there are now
	State  cb.State // the worst of theirs
	Totals cb.Totals
	States [cb.Observe + 1]cb.StateTotals

	// Durations are nil unless a guard has counted them: see [CallDuration]. Do not change them.
	Durations *cb.Durations

	Bulkheads int // how many of the guards have one; what follows is about those
	InFlight  int
	Waiting   int
	Limit     int // calls that may be in flight
}

// NewGatherer gathers from this registry.
func NewGatherer(r *cb.Registry) *Gatherer {
	return &Gatherer{registry: r, names: make(map[string]*history)}
}

// Gather is every method that has had a guard when this Gatherer looked, ordered by the
// guards' names.
func (g *Gatherer) Gather() []Method {
	g.mu.Lock()
	defer g.mu.Unlock()

	now := make(map[string]*Method, len(g.names))
	for _, guard := range g.registry.All() {
		s := guard.Snapshot()
		name := withoutKey(s.Name)
		m := now[name]
		if m == nil {
			m = new(Method)
			now[name] = m
		}
		m.add(&s)
		g.remember(name, weak.Make(guard), &s)
	}

	all := make([]Method, 0, len(g.names))
	for _, name := range slices.Sorted(maps.Keys(g.names)) {
		m := now[name]
		if m == nil {
			m = new(Method)
		}
		m.Client, m.Method = Split(name)
		sum := g.names[name].sum()
		m.Totals, m.States, m.Durations = sum.totals, sum.states, sum.durations
		all = append(all, *m)
	}
	return all
}

func (g *Gatherer) remember(name string, guard weak.Pointer[cb.Guard], s *cb.Snapshot) {
	h := g.names[name]
	if h == nil {
		h = &history{last: make(map[weak.Pointer[cb.Guard]]counts)}
		g.names[name] = h
	}
	h.last[guard] = counts{s.Totals, s.States, h.measure(s.Durations)}
}

// sum is what all guards have counted, so far as it has been seen.
func (h *history) sum() counts {
	for guard, c := range h.last {
		if guard.Value() == nil {
			h.gone.add(c)
			delete(h.last, guard)
		}
	}
	sum := h.gone
	for _, c := range h.last {
		sum.add(c)
	}
	return sum
}

func (c *counts) add(d counts) {
	t, u := &c.totals, &d.totals
	t.Successes += u.Successes
	t.Failures += u.Failures
	t.Ignored += u.Ignored
	t.Cancelled += u.Cancelled
	t.Slow += u.Slow
	t.Late += u.Late
	t.Probes += u.Probes
	t.RejectedOpen += u.RejectedOpen
	t.RejectedFull += u.RejectedFull
	t.WouldReject += u.WouldReject
	t.Fallbacks += u.Fallbacks
	t.FallbackFailures += u.FallbackFailures
	t.Retries += u.Retries
	c.durations = together(c.durations, d.durations)
	for i := range c.states {
		c.states[i].Entered += d.states[i].Entered
		c.states[i].Time += d.states[i].Time
	}
}

// add adds what tells of now.
func (m *Method) add(s *cb.Snapshot) {
	if m.Guards == 0 || worse(s.State, m.State) {
		m.State = s.State
	}
	m.Guards++
	if s.Policy.Bulkhead == (cb.Bulkhead{}) {
		return
	}
	m.Bulkheads++
	m.InFlight += s.InFlight
	m.Waiting += s.Waiting
	m.Limit += s.Policy.Bulkhead.Max
}

// byUrgency is the states, the worst first.
var byUrgency = []cb.State{cb.Open, cb.HalfOpen, cb.ForcedOpen, cb.Disabled, cb.Observe, cb.Closed}

func worse(a, b cb.State) bool { return slices.Index(byUrgency, a) < slices.Index(byUrgency, b) }

// Split takes the name of a guard apart: into the client and the method, which has no dot in it.
// A key is part of neither.
func Split(name string) (client, method string) {
	name = withoutKey(name)
	dot := max(0, strings.LastIndexByte(name, '.'))
	return name[:dot], strings.TrimPrefix(name[dot:], ".")
}

// withoutKey is PaymentClient.Charge of PaymentClient.Charge[eu-1].
func withoutKey(name string) string {
	name, _, _ = strings.Cut(name, "[")
	return name
}
