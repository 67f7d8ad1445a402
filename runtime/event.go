package runtime

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// An Event is a transition of a guard's breaker.
type Event struct {
	Guard      string // the guard's name, such as PaymentClient.Charge
	ID         uint64 // the guard's number: see [Snapshot.ID]
	From, To   State
	Reason     Reason
	Generation uint64    // the one that begins
	Time       time.Time // of the transition
	Counts     Counts    // just before it

	// Observed says that From and To are only what the rules say: the State is Observe.
	Observed bool
}

// A Reason says why a breaker changed its state.
type Reason string

// The reasons of transitions.
const (
	FailuresInARow  Reason = "failures in a row"
	FailureRate     Reason = "failure rate"
	SlowRate        Reason = "slow rate"
	WaitOver        Reason = "the wait is over"
	ProbeFailed     Reason = "a probe failed"
	ProbeSlow       Reason = "a probe was slow"
	ProbesHang      Reason = "the probes did not conclude in time"
	ProbesSucceeded Reason = "the probes succeeded"
	ByHand          Reason = "by hand"
)

// maxPending is how many events a listener may be behind before it misses some.
const maxPending = 1024

// A Listener is somebody who is told of events.
type Listener struct {
	registry *Registry
	tell     func(Event)
	missed   atomic.Uint64

	mu      sync.Mutex
	pending []Event
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
	l.pending = nil
}

// Missed is how many events the listener has missed, because it was too slow.
func (l *Listener) Missed() uint64 { return l.missed.Load() }

// report tells whoever listens of the transition that has just been made. It is called
// under the breaker's lock, so that events are in order, and only queues them.
func (b *breaker) report(before *generation, counts Counts, why Reason) {
	after := b.current.Load()
	e := Event{
		From:       before.state,
		To:         after.state,
		Reason:     why,
		Generation: after.number,
		Time:       after.since,
		Counts:     counts,
	}
	if before.state == Observe && after.state == Observe {
		e.From, e.To, e.Observed = before.rules, after.rules, true
	}
	if b.traced != nil {
		b.traced.add(e)
	}
	for _, g := range b.guards {
		e.Guard, e.ID = g.name, g.id
		for _, l := range g.registry.listening() {
			l.queue(e)
		}
	}
}

func (l *Listener) queue(e Event) {
	l.mu.Lock()
	defer l.mu.Unlock()

	if l.stopped {
		return
	}
	if len(l.pending) == maxPending {
		l.missed.Add(1)
		return
	}
	l.pending = append(l.pending, e)
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

	if len(l.pending) == 0 {
		l.telling = false
		l.pending = nil
		return Event{}, false
	}
	e := l.pending[0]
	l.pending = l.pending[1:]
	return e, true
}
