package runtime

import "time"

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
