package circuithttp

import (
	"encoding/json"
	"slices"
	"sync"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// tick is how often open pages are told what has changed.
const tick = time.Second

// maxPages is how many pages of a handler may be open at once. People do not open as many; a
// program that forgets to close them would take the memory and the time of the one that it looks at.
const maxPages = 256

// live looks at all circuits once each tick, for all open pages together, and not at all
// while none is open.
type live struct {
	handler *handler

	mu      sync.Mutex
	viewers int
	latest  *frame
	quit    chan struct{} // closed when the last viewer leaves
}

// A frame is all circuits at one moment. It does not change.
type frame struct {
	at      time.Time
	entries []*entry // ordered by name
	states  map[string]int
	missed  uint64
	next    chan struct{} // closed when the next frame is there

	mu    sync.Mutex
	picks map[view][]*entry // what has been picked from it
}

// An entry is a circuit in a frame. As long as nothing changes it is the same in the next.
type entry struct {
	snapshot cb.Snapshot
	critical bool
	rank     int // higher is worse

	once   sync.Once
	status json.RawMessage
}

// encoded is the status as JSON, made when the first viewer needs it.
func (e *entry) encoded() json.RawMessage {
	e.once.Do(func() { e.status = encode(statusOf(&e.snapshot, e.critical)) })
	return e.status
}

// join begins to look if nobody has until now. Whoever joins has to leave; it is nil, and
// nobody has joined, where as many look as may.
func (l *live) join() *frame {
	l.mu.Lock()
	defer l.mu.Unlock()

	if l.viewers == maxPages {
		return nil
	}
	l.viewers++
	if l.viewers == 1 {
		l.latest = l.look(nil)
		l.quit = make(chan struct{})
		go l.run(l.quit)
	}
	return l.latest
}

func (l *live) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()

	l.viewers--
	if l.viewers == 0 {
		close(l.quit)
		l.latest = nil
	}
}

func (l *live) run(quit chan struct{}) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-quit:
			return
		case <-ticker.C:
			l.renew(quit)
		}
	}
}

// renew replaces the latest frame, and lets those know that wait for it.
func (l *live) renew(quit chan struct{}) {
	before := l.current()
	if before == nil {
		return
	}
	next := l.look(before)

	l.mu.Lock()
	defer l.mu.Unlock()
	if l.quit != quit || l.latest != before {
		return // everybody has left meanwhile
	}
	l.latest = next
	close(before.next)
}

func (l *live) current() *frame {
	l.mu.Lock()
	defer l.mu.Unlock()

	return l.latest
}

// look makes a frame. What is as before is taken over.
func (l *live) look(before *frame) *frame {
	h := l.handler
	f := &frame{
		at:     time.Now(),
		states: make(map[string]int),
		missed: h.history.listener.Missed(),
		next:   make(chan struct{}),
		picks:  make(map[view][]*entry),
	}
	former := before.byID()
	for _, s := range snapshotsOf(h.registry, everyName) {
		s.States = [len(s.States)]cb.StateTotals{} // time passes there although nothing changes
		e := former[s.ID]
		if e != nil && sameDurations(e.snapshot.Durations, s.Durations) {
			s.Durations = e.snapshot.Durations
		}
		if e == nil || e.snapshot != s {
			e = &entry{snapshot: s, critical: h.isCritical(s.Name)}
			e.rank = rankOf(&e.snapshot)
		}
		f.entries = append(f.entries, e)
		f.states[s.State.String()]++
	}
	return f
}

// sameDurations reports whether no call has been counted between the two.
func sameDurations(a, b *cb.Durations) bool {
	return a != nil && b != nil && slices.Equal(a.Counts, b.Counts) && a.Sum == b.Sum
}

func (f *frame) byID() map[uint64]*entry {
	if f == nil {
		return nil
	}
	entries := make(map[uint64]*entry, len(f.entries))
	for _, e := range f.entries {
		entries[e.snapshot.ID] = e
	}
	return entries
}

// encode is the value as JSON, which all values of this package can be.
func encode(value any) json.RawMessage {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}
