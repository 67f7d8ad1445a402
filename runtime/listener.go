package runtime

import (
	"slices"
	"sync"
	"sync/atomic"
)

// maxPending is how many events a listener may be behind before it misses some.
const maxPending = 1024

// keptPending is how much room is kept for events when all have been told, so that transitions
// which come one after another leave no garbage.
const keptPending = 64

// A Listener is somebody who is told of events.
type Listener struct {
	registry *Registry
	tell     func(Event)
	missed   atomic.Uint64

	mu      sync.Mutex
	ring    []Event
	oldest  int  // where in the ring the first is that is pending
	pending int  // how many are
	telling bool // a goroutine is under way with what is pending
	stopped bool
}

// Listen tells f of every transition of the registry's guards from now on: one at a time,
// and those of one guard in their order. Calls do not wait for f, which may do whatever it
// likes, also to the guard that the event is about. If it falls behind by more than 1024
// events it misses those that come then; see [Listener.Missed].
func (r *Registry) Listen(f func(Event)) *Listener {
	if f == nil {
		panic("cb: Listen(nil)")
	}
	l := &Listener{registry: r, tell: f}
	r.mu.Lock()
	defer r.mu.Unlock()

	r.setListeners(append(slices.Clone(r.listening()), l))
	return l
}

// Stop ends the listening. An event that is being told just now may still be.
func (l *Listener) Stop() {
	l.registry.mu.Lock()
	l.registry.setListeners(slices.DeleteFunc(slices.Clone(l.registry.listening()), func(other *Listener) bool {
		return other == l
	}))
	l.registry.mu.Unlock()

	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopped = true
	l.ring, l.oldest, l.pending = nil, 0, 0
}

// Missed is how many events the listener has missed, because it was too slow.
func (l *Listener) Missed() uint64 { return l.missed.Load() }

func (l *Listener) queue(e Event) {
	l.mu.Lock()
	defer l.mu.Unlock()

	if l.stopped {
		return
	}
	if l.pending == maxPending {
		l.missed.Add(1)
		return
	}
	if l.pending == len(l.ring) {
		l.grow()
	}
	l.ring[(l.oldest+l.pending)%len(l.ring)] = e
	l.pending++
	if !l.telling {
		l.telling = true
		go l.run()
	}
}

// run tells what is pending, and ends when nothing is.
func (l *Listener) run() {
	over := false
	defer func() {
		if !over {
			go l.run() // the listener has left by Goexit, as a test that fails does
		}
	}()
	for {
		e, ok := l.next()
		if !ok {
			over = true
			return
		}
		l.tell(e)
	}
}

func (l *Listener) next() (Event, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()

	if l.pending == 0 {
		l.telling = false
		if len(l.ring) > keptPending {
			l.ring, l.oldest = nil, 0
		}
		return Event{}, false
	}
	e := l.ring[l.oldest]
	l.oldest = (l.oldest + 1) % len(l.ring)
	l.pending--
	return e, true
}

func (l *Listener) grow() {
	ring := make([]Event, max(8, 2*len(l.ring)))
	n := copy(ring, l.ring[l.oldest:])
	copy(ring[n:], l.ring[:l.oldest])
	l.ring, l.oldest = ring, 0
}
