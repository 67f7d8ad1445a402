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
	policy   Policy    // with its defaults
	breaker  *breaker  // nil if the policy has none
	bulkhead *bulkhead // nil if the policy has none

	totals     totals
	full       *RejectedError
	lastDenied atomic.Pointer[RejectedError]
}

func newGuard(name string, policy Policy, b *breaker) *Guard {
	g := &Guard{name: name, policy: policy, breaker: b}
	if policy.Bulkhead != (Bulkhead{}) {
		g.bulkhead = &bulkhead{policy: policy.Bulkhead}
		g.full = &RejectedError{Guard: name, Reason: ErrBulkheadFull}
	}
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
	t, denial := g.admit()
	if denial != nil {
		return Call{}, g.rejectOpen(denial)
	}
	if g.bulkhead != nil && !g.bulkhead.tryAcquire() {
		// Queueing with a ticket in hand would keep probes from callers who could make them.
		g.withdraw(t)
		if err := g.acquire(ctx); err != nil {
			return Call{}, err
		}
		// Much may have happened while this call waited.
		if t, denial = g.admit(); denial != nil {
			g.bulkhead.release()
			return Call{}, g.rejectOpen(denial)
		}
	}
	g.totals.inFlight.Add(1)
	return Call{guard: g, ctx: ctx, ticket: t}, nil
}

func (g *Guard) acquire(ctx context.Context) error {
	if ctx == nil {
		ctx = context.Background()
	}
	err := g.bulkhead.acquire(ctx)
	if errors.Is(err, ErrBulkheadFull) {
		g.totals.rejectedFull.Add(1)
		return g.full
	}
	return err
}

// admit, withdraw and settle are the breaker's, if there is one.

func (g *Guard) admit() (ticket, *denial) {
	if g.breaker == nil {
		return ticket{}, nil
	}
	return g.breaker.admit()
}

func (g *Guard) withdraw(t ticket) {
	if g.breaker != nil {
		g.breaker.withdraw(t)
	}
}

func (g *Guard) settle(t ticket, o outcome) {
	var slow, late bool
	if g.breaker != nil {
		slow, late = g.breaker.settle(t, o)
	}
	g.totals.count(o, slow, late)
}

func (g *Guard) release() {
	g.totals.inFlight.Add(-1)
	if g.bulkhead != nil {
		g.bulkhead.release()
	}
}
