package circuithttp

import (
	"fmt"
	"io"
	"net/http"
	"testing"

	cb "github.com/cbgen/cbgen/runtime"
)

// busy is a handler of so many guards, all of which are called between two looks.
func busy(n int) (h *handler, work func()) {
	registry := new(cb.Registry)
	guards := make([]*cb.Guard, n)
	for i := range guards {
		guards[i] = cb.NewClient(fmt.Sprintf("Client%05d", i), 1, cb.WithRegistry(registry)).Guard("Do", cb.Policy{
			Breaker:  cb.Breaker{Rate: 50 * cb.Percent},
			Bulkhead: cb.Bulkhead{Max: 10},
		})
	}
	return Handler(registry).(*handler), func() {
		for _, g := range guards {
			succeed(g)
		}
	}
}

var sizes = []int{1000, 10_000}

// What a handler costs each five seconds while nobody looks.
func BenchmarkHistory(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h, work := busy(n)
			for b.Loop() {
				b.StopTimer()
				work()
				b.StartTimer()
				h.history.take()
			}
		})
	}
}

// What it costs each second while somebody looks, and what each of them costs in addition.
func BenchmarkLook(b *testing.B) {
	for _, n := range sizes {
		h, work := busy(n)
		b.Run(fmt.Sprint("all/", n), func(b *testing.B) {
			f := h.live.look(nil)
			for b.Loop() {
				b.StopTimer()
				work()
				b.StartTimer()
				f = h.live.look(f)
			}
		})
		b.Run(fmt.Sprint("page/", n), func(b *testing.B) {
			p := &page{handler: h, view: view{order: "worst", limit: defaultLimit}, told: make(map[uint64]told)}
			p.message(h.live.look(nil))
			for b.Loop() {
				b.StopTimer()
				work()
				f := h.live.look(nil)
				f.pick(p.view)
				b.StartTimer()
				p.message(f).appendEvent(nil)
			}
		})
	}
}

func BenchmarkHealth(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h, work := busy(n)
			defer work() // keeps the guards
			r, _ := http.NewRequest("GET", "/health/circuits", nil)
			for b.Loop() {
				h.ServeHTTP(discard{make(http.Header)}, r)
			}
		})
	}
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) WriteHeader(int)             {}
func (d discard) Write(p []byte) (int, error) { return io.Discard.Write(p) }

// What a transition costs a handler, and a hundred pages that show the circuits of a storm.
func BenchmarkStorm(b *testing.B) {
	h, _ := busy(10)
	guards := h.registry.All()
	b.Run("note", func(b *testing.B) {
		b.ReportAllocs()
		id := guards[0].Snapshot().ID
		for b.Loop() {
			h.history.note(cb.Event{ID: id, From: cb.Closed, To: cb.Open, Reason: cb.ByHand})
		}
	})
	b.Run("pages", func(b *testing.B) {
		b.ReportAllocs()
		pages := make([]*page, 100)
		for i := range pages {
			pages[i] = &page{handler: h, view: view{order: "worst", limit: defaultLimit}, told: make(map[uint64]told)}
		}
		generation := uint64(0)
		var text []byte
		var f *frame
		for b.Loop() {
			for _, g := range guards {
				for range maxTransitions {
					generation++
					h.history.note(cb.Event{ID: g.Snapshot().ID, Generation: generation, To: cb.Open, Reason: cb.ByHand})
				}
			}
			f = h.live.look(f)
			for _, p := range pages {
				text = p.message(f).appendEvent(text[:0])
			}
		}
	})
}
