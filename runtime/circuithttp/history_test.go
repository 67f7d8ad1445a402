package circuithttp

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	cb "github.com/cbgen/cbgen/runtime"
)

func guard(r *cb.Registry) *cb.Guard {
	return cb.NewClient("C", 1, cb.WithRegistry(r)).Guard("M", cb.Policy{})
}

func succeed(g *cb.Guard) {
	if c, err := g.Begin(context.Background()); err == nil {
		c.Return(nil)
	}
}

// Neither its timer nor its listener keeps it.
func TestHistoryThatNobodyHoldsIsGarbage(t *testing.T) {
	registry := new(cb.Registry)
	h := weak.Make(Handler(registry).(*handler).history)
	g := guard(registry)
	for deadline := time.Now().Add(10 * time.Second); h.Value() != nil; time.Sleep(time.Millisecond) {
		runtime.GC()
		if time.Now().After(deadline) {
			t.Fatal("it is still there")
		}
	}
	g.ForceOpen() // the listener, which has not been stopped yet, has nobody to tell
}

// Many servers may come and go before one handler, as in tests.
func TestHandlerKeepsNoServer(t *testing.T) {
	h := Handler(new(cb.Registry)).(*handler)
	serve := func() weak.Pointer[http.Server] {
		server := new(http.Server)
		r, _ := http.NewRequestWithContext(context.WithValue(t.Context(), http.ServerContextKey, server), "GET", "/", nil)
		if down := h.shutdown(r); down == nil || down != h.shutdown(r) {
			t.Error("a server has one channel")
		}
		return weak.Make(server)
	}
	first := serve()
	for deadline := time.Now().Add(10 * time.Second); first.Value() != nil; time.Sleep(time.Millisecond) {
		runtime.GC()
		if time.Now().After(deadline) {
			t.Fatal("it is still there")
		}
	}
	serve()
	if len(h.servers) != 1 {
		t.Errorf("%d servers are remembered", len(h.servers))
	}
}

// elapse lets time pass, and what happens then.
func elapse(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (h *history) recorded() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.records)
}

func (h *history) hasFlows(id uint64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.records[id].flows != nil
}

func TestHistoryHoldsTenMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		g := guard(registry)
		h := keepHistory(registry)
		elapse(step / 2)
		for range 3 * steps {
			succeed(g)
			elapse(step)
		}
		got := h.timeline(g.Snapshot().ID)
		if len(got.Calls) != steps || got.Calls[0] != 1 || got.Calls[steps-1] != 1 {
			t.Error(got.Calls)
		}
		if got.End != time.Now().Add(-step/2).UnixMilli() || got.Total != [3]uint64{3 * steps, 0, 0} {
			t.Error(got.End, got.Total)
		}
	})
}

func TestCircuitThatIsIdleForTenMinutesTakesNoMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		g := guard(registry)
		id := g.Snapshot().ID
		h := keepHistory(registry)
		elapse(step + step/2)
		if h.hasFlows(id) {
			t.Error("it has not been called")
		}
		succeed(g)
		elapse(step)
		if !h.hasFlows(id) {
			t.Error("it has been called")
		}
		elapse(steps * step)
		if h.hasFlows(id) {
			t.Error("it has not been called any more")
		}
		succeed(g)
		elapse(step)
		if got := h.timeline(id); fmt.Sprint(got.Calls[steps-1], got.Total) != "1 [2 0 0]" {
			t.Error(got)
		}
	})
}

func TestTransitionsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		g := guard(registry)
		h := keepHistory(registry)
		for range maxTransitions + 7 {
			g.ForceOpen()
			time.Sleep(time.Millisecond)
			g.Reset()
			time.Sleep(time.Millisecond)
		}
		synctest.Wait()
		text, newest := h.transitionsOf(g.Snapshot().ID, 0)
		var kept []transitionJSON
		if err := json.Unmarshal(text, &kept); err != nil {
			t.Fatal(err)
		}
		if len(kept) != maxTransitions || newest != g.Snapshot().Generation {
			t.Error(len(kept), newest)
		}
		for i, k := range kept {
			if i > 0 && k.Time != kept[i-1].Time+1 {
				t.Errorf("%d comes after %d", k.Time, kept[i-1].Time)
			}
		}
	})
}

func TestRecordOfAGuardThatIsGoneIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := keepHistory(registry)
		elapse(step / 2)
		h.note(cb.Event{ID: 1 << 60, To: cb.Open}) // of a guard that no longer is, or not yet
		elapse(step)
		if h.recorded() != 1 {
			t.Error("it may have been made only now")
		}
		elapse(step)
		if h.recorded() != 0 {
			t.Error("it is still there")
		}
		runtime.KeepAlive(h)
	})
}

// The page subtracts the total of a timeline from those of the circuit, which are as large as
// they are.
func TestTotalOfATimelineIsThatOfTheCircuit(t *testing.T) {
	h := keepHistory(new(cb.Registry))
	totals := cb.Totals{Successes: 1 << 33, Failures: 1 << 34, RejectedOpen: 1 << 35}
	h.record(7).take(h.taken, sumsOf(&totals))
	totals.Successes += 3
	h.record(7).take(h.taken+1, sumsOf(&totals))
	h.taken++
	got := h.timeline(7)
	if got.Total != [3]uint64{1<<33 + 1<<34 + 3, 1 << 34, 1 << 35} || got.Calls[0] != 3 {
		t.Error(got)
	}
}
