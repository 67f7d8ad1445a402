package circuitmetrics

import (
	"context"
	"errors"
	"reflect"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func newGuard(r *cb.Registry, p cb.Policy) *cb.Guard {
	return cb.NewClient("Shop", struct{}{}, cb.WithRegistry(r)).Guard("Buy", p)
}

func call(g *cb.Guard, err error) {
	if c, rejected := g.Begin(context.Background()); rejected == nil {
		c.Return(err)
		c.End()
	}
}

// value is the point of a metric.
func value(t *testing.T, m Method, metric, label string) float64 {
	t.Helper()
	for _, candidate := range Metrics() {
		if candidate.Name != metric {
			continue
		}
		for _, p := range candidate.Points(&m) {
			if p.Label == label {
				return p.Value
			}
		}
	}
	require.Fail(t, "no such point", "%s %s", metric, label)
	return 0
}

func TestEveryMetricSaysWhatItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := new(cb.Registry)
		g := newGuard(r, cb.Policy{
			Breaker:  cb.Breaker{Failures: 2, Slow: time.Second, Open: time.Minute, Probes: 1},
			Bulkhead: cb.Bulkhead{Max: 3, Wait: time.Hour},
		})
		var held []cb.Call
		begin := func() {
			c, err := g.Begin(t.Context())
			require.NoError(t, err)
			held = append(held, c)
		}
		begin()
		begin()
		begin()
		go call(g, nil)
		synctest.Wait()
		m := NewGatherer(r).Gather()[0]
		require.Equal(t, []float64{3, 1, 3}, []float64{
			value(t, m, "in_flight", ""), value(t, m, "waiting", ""), value(t, m, "limit", ""),
		})

		late := held[2]
		time.Sleep(2 * time.Second)
		held[0].Return(errors.New("slow"))
		synctest.Wait()
		call(g, errors.New("down"))
		call(g, errors.New("down"))
		call(g, nil) // rejected
		time.Sleep(time.Minute)
		call(g, nil) // a probe
		late.Return(context.Canceled)
		held[1].Return(nil)
		ignored, err := g.Begin(t.Context())
		require.NoError(t, err)
		ignored.Ignore(errors.New("not found"))
		for _, err := range []error{nil, nil, errors.New("down")} {
			fallback := g.Fallback()
			fallback.Return(err)
		}
		g.Observe()
		call(g, errors.New("down"))
		call(g, errors.New("down"))
		call(g, nil) // would be rejected
		time.Sleep(time.Second)

		m = NewGatherer(r).Gather()[0]
		require.Equal(t, "Shop", m.Client)
		require.Equal(t, "Buy", m.Method)
		for point, want := range map[[2]string]float64{
			{"state", ""}:                   5,
			{"guards", ""}:                  1,
			{"calls", "success"}:            4,
			{"calls", "failure"}:            6,
			{"calls", "ignored"}:            1,
			{"calls", "cancelled"}:          0,
			{"failures", ""}:                6,
			{"rejections", "open"}:          1,
			{"rejections", "bulkhead_full"}: 0,
			{"would_reject", ""}:            1,
			{"slow_calls", ""}:              3,
			{"late_calls", ""}:              2,
			{"fallbacks", "success"}:        2,
			{"fallbacks", "failure"}:        1,
			{"probes", ""}:                  1,
			{"transitions", "open"}:         1,
			{"transitions", "half_open"}:    1,
			{"transitions", "closed"}:       1,
			{"transitions", "observe"}:      1,
			{"transitions", "forced_open"}:  0,
			{"transitions", "disabled"}:     0,
			{"time_in_state", "closed"}:     2,
			{"time_in_state", "open"}:       60,
			{"time_in_state", "half_open"}:  0,
			{"time_in_state", "observe"}:    1,
			{"in_flight", ""}:               0,
			{"limit", ""}:                   3,
		} {
			require.Equal(t, want, value(t, m, point[0], point[1]), point)
		}
	})
}

func TestEveryPointIsThereFromTheStart(t *testing.T) {
	r := new(cb.Registry)
	g := newGuard(r, cb.Policy{Breaker: cb.Breaker{Failures: 1}, Bulkhead: cb.Bulkhead{Max: 1}})
	labels := func() map[string][]string {
		found := make(map[string][]string)
		m := NewGatherer(r).Gather()[0]
		for _, metric := range Metrics() {
			for _, p := range metric.Points(&m) {
				found[metric.Name] = append(found[metric.Name], p.Label)
			}
		}
		return found
	}
	before := labels()
	call(g, errors.New("down"))
	call(g, nil)
	g.Observe()
	require.Equal(t, before, labels())
	require.Len(t, before, len(Metrics()))
}

func TestAMethodWithoutABulkheadHasNoLimit(t *testing.T) {
	r := new(cb.Registry)
	g := newGuard(r, cb.Policy{})
	m := NewGatherer(r).Gather()[0]
	for _, metric := range Metrics() {
		switch metric.Name {
		case "in_flight", "waiting", "limit":
			require.Empty(t, metric.Points(&m), metric.Name)
		default:
			require.NotEmpty(t, metric.Points(&m), metric.Name)
		}
	}
	runtime.KeepAlive(g)
}

func TestGuardsOfOneNameAreAddedUp(t *testing.T) {
	r := new(cb.Registry)
	var guards []*cb.Guard
	for range 3 {
		guards = append(guards, newGuard(r, cb.Policy{
			Breaker:  cb.Breaker{Failures: 1},
			Bulkhead: cb.Bulkhead{Max: 10},
		}))
	}
	call(guards[0], nil)
	call(guards[1], errors.New("down"))
	call(guards[1], nil)
	call(guards[2], nil)
	all := NewGatherer(r).Gather()
	require.Len(t, all, 1)
	m := all[0]
	require.Equal(t, 3, m.Guards)
	require.Equal(t, cb.Totals{Successes: 2, Failures: 1, RejectedOpen: 1}, m.Totals)
	require.Equal(t, 30, m.Limit)
	require.Equal(t, cb.Open, m.State)
	require.EqualValues(t, 1, m.States[cb.Open].Entered)
}

func TestTheWorstStateIsShown(t *testing.T) {
	put := map[cb.State]func(*cb.Guard){
		cb.Open:       func(g *cb.Guard) { call(g, errors.New("down")) },
		cb.ForcedOpen: (*cb.Guard).ForceOpen,
		cb.Disabled:   (*cb.Guard).Disable,
		cb.Observe:    (*cb.Guard).Observe,
		cb.Closed:     (*cb.Guard).Reset,
		cb.HalfOpen: func(g *cb.Guard) {
			call(g, errors.New("down"))
			time.Sleep(time.Second)
			call(g, nil)
		},
	}
	require.Len(t, byUrgency, len(put))
	for i, bad := range byUrgency {
		for _, lesser := range byUrgency[i:] {
			synctest.Test(t, func(t *testing.T) {
				for _, states := range [][2]cb.State{{bad, lesser}, {lesser, bad}} {
					r := new(cb.Registry)
					policy := cb.Policy{Breaker: cb.Breaker{Failures: 1, Open: time.Second}}
					first, second := newGuard(r, policy), newGuard(r, policy)
					put[states[0]](first)
					put[states[1]](second)
					require.Equal(t, bad, NewGatherer(r).Gather()[0].State, states)
				}
			})
		}
	}
}

func TestCountersDoNotGoBackWhenAGuardIsGone(t *testing.T) {
	r := new(cb.Registry)
	g := NewGatherer(r)
	kept := newGuard(r, cb.Policy{})
	call(kept, nil)
	for i := range 3 {
		func() {
			dropped := newGuard(r, cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}})
			call(dropped, errors.New("down"))
			require.Equal(t, 2, g.Gather()[0].Guards)
			call(dropped, errors.New("down")) // after the last look
			runtime.KeepAlive(dropped)
		}()
		collect(t, r, 1)
		m := g.Gather()[0]
		require.Equal(t, 1, m.Guards)
		require.Zero(t, m.Bulkheads)
		require.Equal(t, cb.Totals{Successes: 1, Failures: uint64(i + 1)}, m.Totals)
	}
	runtime.KeepAlive(kept)
	kept = nil
	collect(t, r, 0)

	m := g.Gather()[0]
	require.Equal(t, cb.Totals{Successes: 1, Failures: 3}, m.Totals)
	require.Zero(t, m.Guards)
	require.Equal(t, 3.0, value(t, m, "failures", ""))
	for _, metric := range Metrics() {
		if metric.Name == "state" {
			require.Empty(t, metric.Points(&m))
		}
	}
	require.Empty(t, NewGatherer(r).Gather(), "nobody has seen them")
}

// collect has guards collected until so many are left.
func collect(t *testing.T, r *cb.Registry, left int) {
	t.Helper()
	for range 100 {
		runtime.GC()
		if len(r.All()) == left {
			return
		}
	}
	require.Len(t, r.All(), left)
}

// Whoever adds a count to a snapshot has to add it up here as well.
func TestEveryCountIsAddedUp(t *testing.T) {
	var one, sum counts
	fill(reflect.ValueOf(&one.totals).Elem(), 1)
	fill(reflect.ValueOf(&one.states).Elem(), 1)
	sum.add(one)
	sum.add(one)
	var two counts
	fill(reflect.ValueOf(&two.totals).Elem(), 2)
	fill(reflect.ValueOf(&two.states).Elem(), 2)
	require.Equal(t, two, sum)
}

func fill(v reflect.Value, n int64) {
	switch v.Kind() {
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(field, n)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	default:
		v.Set(reflect.ValueOf(n).Convert(v.Type()))
	}
}

func TestNamesComeApartAtTheLastDot(t *testing.T) {
	for name, want := range map[string][2]string{
		"Shop.Buy":          {"Shop", "Buy"},
		"eu.example/Shop.B": {"eu.example/Shop", "B"},
		"Buy":               {"", "Buy"},
		"Shop.Buy[eu.1[a]]": {"Shop", "Buy"},
	} {
		client, method := Split(name)
		require.Equal(t, want, [2]string{client, method})
	}
}

func TestGuardsOfAllKeysAreOneMethod(t *testing.T) {
	r := new(cb.Registry)
	k := cb.NewKeyed[string](cb.NewClient("Shop", struct{}{}, cb.WithRegistry(r)), "Buy", cb.Policy{Breaker: cb.Breaker{Failures: 1}})
	call(k.Of("eu.1"), nil)
	call(k.Of("eu.2"), errors.New("down"))

	methods := NewGatherer(r).Gather()
	require.Len(t, methods, 1)
	m := methods[0]
	require.Equal(t, [2]string{"Shop", "Buy"}, [2]string{m.Client, m.Method})
	require.Equal(t, 3, m.Guards)
	require.Equal(t, cb.Open, m.State)
	require.Equal(t, uint64(1), m.Totals.Successes)
	require.Equal(t, uint64(1), m.Totals.Failures)
	runtime.KeepAlive(k)
}

func timedGuard(r *cb.Registry, buckets ...time.Duration) *cb.Guard {
	return cb.NewClient("Shop", struct{}{}, cb.WithRegistry(r), cb.WithDurations(buckets...)).Guard("Buy", cb.Policy{})
}

func take(g *cb.Guard, d time.Duration) {
	c, _ := g.Begin(context.Background())
	time.Sleep(d)
	c.Return(nil)
}

func TestDurationsOfOneNameAreAddedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := new(cb.Registry)
		gatherer := NewGatherer(r)
		require.Empty(t, gatherer.Gather())
		plain := newGuard(r, cb.Policy{})
		require.Nil(t, gatherer.Gather()[0].Durations)

		first := timedGuard(r, time.Second, time.Minute)
		require.Equal(t, []uint64{0, 0, 0}, gatherer.Gather()[0].Durations.Counts, "from the start")
		second := timedGuard(r, time.Second, time.Minute)
		take(first, time.Second)
		take(second, 2*time.Second)
		take(second, time.Hour)
		for range 2 { // looking adds nothing
			d := gatherer.Gather()[0].Durations
			require.Equal(t, []uint64{1, 1, 1}, d.Counts)
			require.Equal(t, 3603.0, d.Sum)
			require.Equal(t, []time.Duration{time.Second, time.Minute}, d.Buckets)
		}
		runtime.KeepAlive(plain)
	})
}

func TestDurationsInOtherBucketsAreInThoseThatHoldThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := new(cb.Registry)
		gatherer := NewGatherer(r)
		first := timedGuard(r, time.Second, time.Minute)
		gatherer.Gather()
		other := timedGuard(r, time.Second/2, time.Second, 10*time.Second, time.Hour)
		for _, d := range []time.Duration{time.Millisecond, time.Second, 5 * time.Second, 30 * time.Second, 2 * time.Hour} {
			take(other, d)
		}
		d := gatherer.Gather()[0].Durations
		require.Equal(t, []uint64{2, 1, 2}, d.Counts, "30 s may have been more than a minute")
		require.EqualValues(t, 5, d.Calls())
		runtime.KeepAlive(first)
	})
}

func TestDurationsOfGuardsThatAreGoneStay(t *testing.T) {
	r := new(cb.Registry)
	gatherer := NewGatherer(r)
	func() {
		g := timedGuard(r, time.Hour)
		take(g, 0)
		require.Equal(t, []uint64{1, 0}, gatherer.Gather()[0].Durations.Counts)
		runtime.KeepAlive(g)
	}()
	for range 3 {
		runtime.GC()
	}
	require.Empty(t, r.All())
	for range 2 {
		require.Equal(t, []uint64{1, 0}, gatherer.Gather()[0].Durations.Counts)
	}
	g := timedGuard(r, time.Hour)
	take(g, 0)
	require.Equal(t, []uint64{2, 0}, gatherer.Gather()[0].Durations.Counts)
	runtime.KeepAlive(g)
}
