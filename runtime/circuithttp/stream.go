package circuithttp

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"
)

const eventStream = "text/event-stream"

// writeTimeout is how long a page may take to receive a message before it is given up.
const writeTimeout = 10 * time.Second

// retryAfter is how many seconds a page is to wait where as many are open as there may be.
const retryAfter = "10"

// stream tells a page what it shows, and from then on what has changed, until it goes away.
// A page that is slow misses frames and never a change, since each message is made of what
// the page was told before.
func (h *handler) stream(w http.ResponseWriter, r *http.Request) {
	v, also, err := viewOf(r.URL.Query())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if r.Method == http.MethodHead {
		w.Header().Set("Content-Type", eventStream) // and no body, which would never end
		return
	}
	p := &page{handler: h, view: v, also: also, told: make(map[uint64]told)}
	p.control = h.authorize != nil && h.authorize(r)
	f := h.live.join()
	if f == nil {
		w.Header().Set("Retry-After", retryAfter)
		http.Error(w, "too many pages are open", http.StatusServiceUnavailable)
		return
	}
	defer h.live.leave()

	w.Header().Set("Content-Type", eventStream)
	w.Header().Set("X-Accel-Buffering", "no") // nginx would collect events
	out := http.NewResponseController(w)
	down := h.shutdown(r) // before the page knows that it is told: from then on the server may shut down
	if err := out.Flush(); errors.Is(err, http.ErrNotSupported) {
		http.Error(w, "the page needs a ResponseWriter that can flush", http.StatusInternalServerError)
		return
	}

	var text []byte
	for {
		text = p.message(f).appendEvent(text[:0])
		_ = out.SetWriteDeadline(time.Now().Add(writeTimeout)) // also where the server has a shorter one
		if _, err := w.Write(text); err != nil {
			return
		}
		if err := out.Flush(); err != nil {
			return
		}
		select {
		case <-f.next:
			f = h.live.current()
		case <-r.Context().Done():
			return
		case <-down:
			return
		}
	}
}

// A page is somebody who looks, and what they have been told.
type page struct {
	handler *handler
	view    view
	also    []uint64 // circuits to show in any case
	control bool

	begun   bool
	states  map[string]int
	matched int
	order   []uint64
	told    map[uint64]told // of the circuits that are shown
}

// told is what a page knows of a circuit.
type told struct {
	entry      *entry
	transition uint64 // the generation that the last one began
}

func (p *page) message(f *frame) *message {
	m := &message{
		Time:      f.at.UnixMilli(),
		Missed:    f.missed,
		About:     make(map[uint64]about),
		Timelines: make(map[uint64]timeline),
	}
	if !p.begun {
		m.First = &first{p.control}
	}
	shown, matched := f.pick(p.view)
	shown = f.with(shown, p.also)
	if !p.begun || matched != p.matched {
		m.Matched = &matched
	}
	if !p.begun || !maps.Equal(f.states, p.states) {
		m.States = f.states
	}
	order := make([]uint64, len(shown))
	now := make(map[uint64]told, len(shown))
	for i, e := range shown {
		order[i] = e.snapshot.ID
		now[e.snapshot.ID] = p.tell(m, e)
	}
	if !p.begun || !slices.Equal(order, p.order) {
		m.Order = order
	}
	p.begun, p.states, p.matched, p.order, p.told = true, f.states, matched, order, now
	return m
}

// tell adds what is new of the circuit to the message.
func (p *page) tell(m *message, e *entry) told {
	id := e.snapshot.ID
	before, known := p.told[id]
	if !known || before.entry != e {
		m.circuits = append(m.circuits, e.encoded())
	}
	if !known || before.entry.snapshot.Policy != e.snapshot.Policy || before.entry.snapshot.Source != e.snapshot.Source {
		m.About[id] = aboutOf(&e.snapshot)
	}
	if !known {
		m.Timelines[id] = p.handler.history.timeline(id)
	}
	transitions, newest := p.handler.history.transitionsOf(id, before.transition)
	if transitions != nil {
		m.transitions = append(m.transitions, transitionsOf{id, transitions})
	}
	return told{e, newest}
}
