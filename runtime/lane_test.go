package runtime

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// crowd makes the guard's lane and all that belongs to it have many cells, as when callers
// have got in each other's way.
func crowd(t *testing.T, g *Guard) {
	t.Helper()
	g.home.misses.Store(tolerated)
	g.Snapshot()
	if !g.home.many() {
		t.Fatal("the lane has not grown")
	}
}

func newTestGuard(p Policy) *Guard {
	return NewClient("Client", 1, WithRegistry(new(Registry))).Guard("Method", p)
}

func begin(t *testing.T, g *Guard) Call {
	t.Helper()
	call, err := g.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return call
}

func TestSlotsInManyStripesAreAsManyAsTheLimit(t *testing.T) {
	limit := 5 * stripeCount()
	g := newTestGuard(Policy{Bulkhead: Bulkhead{Max: limit}})
	crowd(t, g)
	if !g.bulkhead.slots.many() {
		t.Fatal("the slots are not spread")
	}
	for range 3 {
		var calls []Call
		for i := range limit {
			calls = append(calls, begin(t, g))
			if i != limit/2 {
				continue // a look deals the slots out anew
			}
			if s := g.Snapshot(); s.InFlight != i+1 {
				t.Fatalf("%d in flight, want %d", s.InFlight, i+1)
			}
		}
		// Some come and go while fewer slots are free than there are stripes.
		for free := range stripeCount() {
			if _, err := g.Begin(t.Context()); !errors.Is(err, ErrBulkheadFull) {
				t.Fatalf("%d of %d in flight, and another one: %v", len(calls), limit, err)
			}
			for range free {
				calls[len(calls)-1].Return(nil)
				calls = calls[:len(calls)-1]
			}
			for range free {
				calls = append(calls, begin(t, g))
			}
		}
		for i := range calls {
			calls[i].Return(nil)
		}
		if s := g.Snapshot(); s.InFlight != 0 {
			t.Fatalf("%d in flight at the end", s.InFlight)
		}
	}
}

func TestFewSlotsAreNotSpread(t *testing.T) {
	g := newTestGuard(Policy{Bulkhead: Bulkhead{Max: 3}})
	crowd(t, g)
	if g.bulkhead.slots.many() {
		t.Error("three slots are spread")
	}
}

func TestSlotsAreSpreadWhenTheLimitHasBecomeHigh(t *testing.T) {
	g := newTestGuard(Policy{Bulkhead: Bulkhead{Max: 3}})
	crowd(t, g)
	if err := g.Apply(Policy{Bulkhead: Bulkhead{Max: 1000}}); err != nil {
		t.Fatal(err)
	}
	if !g.bulkhead.slots.many() {
		t.Error("a thousand slots are not spread")
	}
}

func TestManyCellsCountWhatOneDoes(t *testing.T) {
	for name, b := range map[string]Breaker{
		"in a row": {Failures: 2, Open: time.Hour},
		"rate":     {Rate: 50 * Percent, Window: Window{Calls: 4}},
		"slow":     {Failures: 2, Slow: time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			g := newTestGuard(Policy{Breaker: b})
			crowd(t, g)
			early := begin(t, g)
			for range 100 {
				call := begin(t, g)
				call.Return(nil)
			}
			crowd(t, g) // a snapshot
			early.Return(nil)
			if s := g.Snapshot(); s.Totals != (Totals{Successes: 101}) {
				t.Errorf("totals are %+v", s.Totals)
			}
			for range 2 {
				call := begin(t, g)
				call.Return(errors.New("down"))
			}
			if g.State() != Open {
				t.Error("not open")
			}
			g.Reset()
			if !g.home.many() {
				t.Error("the next generation has to learn anew that it is crowded")
			}
		})
	}
}

// A call keeps the cell that it was admitted by: one that began before there were many must
// be found when it returns.
func TestCallsFromBeforeTheGrowthAreFound(t *testing.T) {
	g := newTestGuard(Policy{Breaker: Breaker{Slow: time.Hour, Window: Window{Calls: 3}}, Bulkhead: Bulkhead{Max: 1000}})
	before := begin(t, g)
	crowd(t, g)
	after := begin(t, g)
	if s := g.Snapshot(); s.InFlight != 2 {
		t.Errorf("%d in flight", s.InFlight)
	}
	before.Return(nil)
	after.Return(nil)
	at := now().add(2 * time.Hour)
	if n, _ := g.home.generation.starts.notice(at); n != 0 {
		t.Errorf("%d calls are still known that have returned", n)
	}
	if s := g.Snapshot(); s.InFlight != 0 || s.Slow != (Tally{Of: 2}) {
		t.Errorf("%+v", s)
	}
}

func TestSlowCallsAreNoticedInEveryRing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTestGuard(Policy{Breaker: Breaker{Slow: time.Second, Window: Window{Calls: 100}}})
		first := begin(t, g)
		crowd(t, g)
		second := begin(t, g)
		if first.cell == second.cell {
			t.Fatal("both are in one cell")
		}
		time.Sleep(2 * time.Second)
		third := begin(t, g)
		third.Return(nil)
		if s := g.Snapshot(); s.Slow.Count < 2 {
			t.Errorf("%d slow calls noticed, want both", s.Slow.Count)
		}
		first.Return(nil)
		second.Return(nil)
		if s := g.Snapshot(); s.Slow.Of != 3 {
			t.Errorf("%d calls in the window, want 3", s.Slow.Of)
		}
	})
}

func TestSuccessesAreCountedAcrossBatches(t *testing.T) {
	g := newTestGuard(Policy{Breaker: Breaker{Failures: 5}})
	const calls = 5*shortBatch/2 + 3
	for range calls {
		call := begin(t, g)
		call.Return(nil)
	}
	if g.home.first.count >= stopped {
		t.Error("the tally stopped at the end of a batch, and was not started again")
	}
	if s := g.Snapshot(); s.Totals != (Totals{Successes: calls}) {
		t.Errorf("totals are %+v, want %d successes", s.Totals, calls)
	}
	if g.home.misses.Load() != 0 {
		t.Error("somebody was in the way of the only caller")
	}
}

func TestCallersInEachOthersWayGetCellsOfTheirOwn(t *testing.T) {
	for name, p := range map[string]Policy{
		"breaker":  {Breaker: Breaker{Failures: 5}},
		"slow":     {Breaker: Breaker{Slow: time.Hour}},
		"bulkhead": {Bulkhead: Bulkhead{Max: 1000}},
	} {
		t.Run(name, func(t *testing.T) {
			g := newTestGuard(p)
			var callers sync.WaitGroup
			var calls atomic.Int64
			for range 4 {
				callers.Go(func() {
					for n := int64(1); ; n++ {
						call, _ := g.Begin(t.Context())
						call.Return(nil)
						if n%1000 == 0 && g.home.many() {
							calls.Add(n)
							return
						}
					}
				})
			}
			callers.Wait()
			if s := g.Snapshot(); s.Totals != (Totals{Successes: uint64(calls.Load())}) {
				t.Errorf("totals are %+v, want %d successes", s.Totals, calls.Load())
			}
		})
	}
}

func TestCounterSumsAllItsCells(t *testing.T) {
	var c counter
	c.add(1)
	c.grow()
	c.add(1)
	c.add(1)
	if c.sum() != 3 {
		t.Errorf("the sum is %d", c.sum())
	}
}

func TestDurationsInManyCellsAreAllThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewClient("Client", 1, WithRegistry(new(Registry)), WithDurations(time.Second, time.Minute)).
			Guard("Method", Policy{Bulkhead: Bulkhead{Max: 100 * stripeCount()}})
		early := begin(t, g)
		crowd(t, g)
		if !g.durations.many() {
			t.Fatal("the durations are not spread")
		}
		time.Sleep(10 * time.Second)
		early.Return(nil)
		var calls sync.WaitGroup
		for range 100 {
			calls.Go(func() {
				call, err := g.Begin(t.Context())
				if err != nil {
					t.Error(err)
				}
				time.Sleep(time.Second)
				call.Return(nil)
			})
		}
		calls.Wait()
		d := g.Snapshot().Durations
		if d.Counts[0] != 100 || d.Counts[1] != 1 || d.Counts[2] != 0 || d.Sum < 109.9 || d.Sum > 110.1 {
			t.Fatalf("%+v", d)
		}
	})
}
