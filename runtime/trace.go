package runtime

import "context"

// A Trace is hooks that run within the calls that they tell of, with the context of the
// caller, like those of net/http/httptrace. They are for what belongs to the one call, such as
// an event on its span; for everything else there is [Registry.Listen], which delays no call.
//
// A hook runs in the goroutine of the call, without a lock, and the call waits for it. It must
// not panic. A hook that is nil is not run.
type Trace struct {
	// Rejected runs before the call gets this error.
	Rejected func(context.Context, *RejectedError)
	// Transition runs when the call has changed the state of its guard's breaker, by its arrival
	// or by its outcome.
	Transition func(context.Context, Event)
}

// SetTrace has these hooks run in the calls of the registry's guards from now on, in place of
// those that were set before. Nil ends that. Transitions that no call makes, such as those by
// hand, are not among them.
func (r *Registry) SetTrace(t *Trace) { r.trace.Store(t) }

func (r *Registry) tracesTransitions() *Trace {
	if t := r.trace.Load(); t != nil && t.Transition != nil {
		return t
	}
	return nil
}

// reject is the end of every call that is rejected.
func (g *Guard) reject(ctx context.Context, e *RejectedError) (Call, error) {
	if t := g.registry.trace.Load(); t != nil && t.Rejected != nil {
		t.Rejected(ctx, e)
	}
	return Call{cell: none, start: wasRejected}, e
}

// A traced is a call, from when it takes the breaker's lock until it has given it back, and
// the transitions that it makes. It is none where nobody wants to know.
type traced struct {
	guard  *Guard
	ctx    context.Context
	trace  *Trace
	events []Event
}

// traceCall says whose call has the lock.
func (b *breaker) traceCall(ctx context.Context, g *Guard) {
	if t := g.registry.tracesTransitions(); t != nil {
		b.traced = &traced{guard: g, ctx: ctx, trace: t}
	}
}

func (c *traced) add(e Event) {
	e.Guard, e.ID = c.guard.name, c.guard.id
	c.events = append(c.events, e)
}

// tell is called without the lock.
func (c *traced) tell() {
	for _, e := range c.events {
		c.trace.Transition(c.ctx, e)
	}
}
