package runtime

import (
	"context"
	"errors"
	"sync/atomic"
)

// A Guard is the breaker and the bulkhead of one method of one client. It is made by
// [Client.Guard], and generated code calls it.
type Guard struct {
	name     string
	registry *Registry
	breaker  *breaker // without any rule if the policy has none
	bulkhead atomic.Pointer[bulkhead]

	totals       Totals   // under the breaker's lock: the calls that had to take it
	successes    *counter // of the others in a group; elsewhere the breaker counts them
	rejectedOpen counter
	rejectedFull counter

	full       *RejectedError
	lastDenied atomic.Pointer[RejectedError]
}

func newGuard(name string, policy Policy, b *breaker, r *Registry) *Guard {
	g := &Guard{
		name:     name,
		registry: r,
		breaker:  b,
		full:     &RejectedError{Guard: name, Reason: ErrBulkheadFull},
	}
	if policy.Bulkhead != (Bulkhead{}) {
		g.bulkhead.Store(newBulkhead(policy.Bulkhead))
	}
	if policy.Breaker.Group != "" {
		g.successes = new(counter)
	}
	b.join(g)
	return g
}

// Name is the client's name and the method's, such as PaymentClient.Charge.
func (g *Guard) Name() string { return g.name }

// Begin asks for admission. The error is a [*RejectedError], or the context's error if
// the context was done while the call waited for a slot. Otherwise the caller must End
// the call.
//
// Only waiting looks at the context: a call whose context is done already is admitted,
// and it is for the method to say so. A nil context is taken for one that is never done.
func (g *Guard) Begin(ctx context.Context) (Call, error) {
	t, ok := g.breaker.admit(g)
	if !ok {
		return Call{}, g.rejectOpen(t.generation)
	}
	b := g.bulkhead.Load()
	if b != nil && !b.tryAcquire() {
		// Queueing with a ticket in hand would keep probes from callers who could make them.
		g.breaker.withdraw(t)
		if err := g.acquire(ctx, b); err != nil {
			return Call{}, err
		}
		// Much may have happened while this call waited.
		if t, ok = g.breaker.admit(g); !ok {
			b.release()
			return Call{}, g.rejectOpen(t.generation)
		}
	}
	return Call{guard: g, bulkhead: b, ctx: ctx, ticket: t}, nil
}

func (g *Guard) acquire(ctx context.Context, b *bulkhead) error {
	if ctx == nil {
		ctx = context.Background()
	}
	err := b.acquire(ctx)
	if errors.Is(err, ErrBulkheadFull) {
		g.rejectedFull.add()
		return g.full
	}
	return err
}

func (g *Guard) settle(t ticket, o outcome) {
	if o != success || !t.succeeded() {
		g.breaker.settle(g, t, o)
		return
	}
	if g.successes != nil {
		g.successes.add()
	}
}
