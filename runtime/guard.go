package runtime

import (
	"context"
	"strings"
	"sync/atomic"
	"time"
)

// A Guard is the breaker and the bulkhead of one method of one client. It is made by
// [Client.Guard], and generated code calls it.
type Guard struct {
	lane atomic.Pointer[lane] // where calls are admitted without the breaker's lock; nil where they are not

	name     string
	id       uint64
	registry *Registry
	breaker  *breaker // without any rule if the policy has none
	keyed    applier  // the keys whose shared guard this is; nil if it is none
	budget   *budget  // of the client's retries

	durations *histogram // of its calls; nil if they are not counted

	can     Ability
	timeout atomic.Int64          // the policy's, in nanoseconds
	idle    atomic.Int64          // of its streams, likewise
	retry   atomic.Pointer[Retry] // the policy's; nil if it has none
	retries atomic.Uint64

	seen sighting // under the lock of the keys, if it is one of theirs

	// Under the breaker's lock:
	home     *lane     // of the current generation
	many     bool      // lanes that admit every call begin with many cells
	observed *lane     // of calls that are admitted only because the breaker observes; nil until there is one
	bulkhead *bulkhead // nil if the policy has none; never replaced
	totals   Totals    // without the successes that home has tallied, and what is counted below
	failed   lastFailure
	source   Source // where the policy was set
	key      Key    // the policy's, with its defaults if the method has a guard for each key

	wouldReject      atomic.Uint64
	fallbackFailures atomic.Uint64

	rejectedOpen counter
	rejectedFull counter
	fallbacks    counter
	lastOpen     atomic.Pointer[RejectedError]
	lastFull     atomic.Pointer[RejectedError]
}

// An applier takes a policy that is not refused.
type applier interface{ apply(Policy, Source) }

// guardsMade is the number of the newest guard.
var guardsMade atomic.Uint64

// begins gives the guard its first policy, with its defaults, and its place at its breaker.
func (g *Guard) begins(policy Policy) {
	// The guard of a key has a bulkhead also without a limit: it knows whether calls are in flight.
	if policy.Bulkhead != (Bulkhead{}) || g.can&byKey != 0 {
		g.bulkhead = newBulkhead(policy.Bulkhead)
	}
	g.setLimits(policy)
	g.breaker.join(g)
}

// setLimits sets what is no part of the breaker, nor of the bulkhead.
func (g *Guard) setLimits(p Policy) {
	g.key = p.Key
	if g.can&byKey != 0 {
		g.key = p.Key.withDefaults()
	}
	g.timeout.Store(int64(p.Timeout))
	g.idle.Store(int64(p.Stream.Idle))
	if p.Retry == (Retry{}) {
		g.retry.Store(nil)
		return
	}
	retry := p.Retry // alone: a pointer into the policy would keep all of it
	g.retry.Store(&retry)
}

// limits adds to the policy what setLimits has set.
func (g *Guard) limits(p *Policy) {
	p.Key = g.key
	p.Timeout = time.Duration(g.timeout.Load())
	p.Stream.Idle = time.Duration(g.idle.Load())
	if retry := g.retry.Load(); retry != nil {
		p.Retry = *retry
	}
}

// Name is the client's name and the method's, such as PaymentClient.Charge.
func (g *Guard) Name() string { return g.name }

// method is the last part of the name, without the key.
func (g *Guard) method() string {
	name, _, _ := strings.Cut(g.name, "[")
	return name[strings.LastIndexByte(name, '.')+1:]
}

// Begin asks for admission. The error is a [*RejectedError], or the context's error if
// the context was done while the call waited for a slot. Otherwise the caller must End
// the call.
//
// Only waiting looks at the context: a call whose context is done already is admitted,
// and it is for the method to say so. A nil context is taken for one that is never done.
func (g *Guard) Begin(ctx context.Context) (Call, error) {
	lane := g.lane.Load()
	if lane == nil {
		return g.askBreaker(ctx)
	}
	c := lane.own()
	if c.more && (c.timed || !takeSlot(c.slots)) {
		return g.begin(ctx)
	}
	return Call{cell: c, ctx: ctx}, nil
}

// askBreaker is Begin while not every call is admitted.
func (g *Guard) askBreaker(ctx context.Context) (Call, error) {
	gen := g.breaker.current.Load()
	if !gen.rejects() {
		return g.begin(ctx)
	}
	// In an outage most calls end here.
	if e := g.lastOpen.Load(); e != nil && e.cause == gen {
		if n, ok := increase(g.rejectedOpen.own(), 1); ok {
			if n%256 == 0 {
				gen.wakeIfDue()
			}
			return g.reject(ctx, e)
		}
	}
	return g.reject(ctx, g.rejectOpen(gen))
}

// begin is Begin where it is not as easy as it is for most calls.
func (g *Guard) begin(ctx context.Context) (Call, error) {
	t, gen := g.breaker.admit(ctx, g)
	if t.cell == nil {
		return g.reject(ctx, g.rejectOpen(gen))
	}
	b := t.cell.lane.bulkhead
	if b != nil {
		if taken, mayWait := b.tryAcquire(t.cell); !taken {
			// Queueing with a ticket in hand would keep probes from callers who could make them.
			g.breaker.withdraw(t)
			if !mayWait {
				return g.reject(ctx, g.rejectFull())
			}
			if err := b.acquire(ctx); err == ErrBulkheadFull {
				return g.reject(ctx, g.rejectFull())
			} else if err != nil {
				return Call{cell: none}, err
			}
			// Much may have happened while this call waited.
			if t, gen = g.breaker.admit(ctx, g); t.cell == nil {
				b.handBack()
				return g.reject(ctx, g.rejectOpen(gen))
			}
		}
	}
	if t.cell.lane.generation == nil {
		g.wouldReject.Add(1)
	}
	return Call{t.cell, t.start, ctx}, nil
}
