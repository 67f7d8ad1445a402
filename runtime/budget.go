package runtime

import "sync"

// A budget bounds the retries of a client, so that they do not multiply the load on a
// dependency that is down. It is a bucket of tokens: each call of a method with retries puts a
// part of one in, each retry takes one out. (Finagle calls it a retry budget.)
//
// Calls do not have to write to it. When a guard wants to retry, it pays in for the calls that
// it has counted since it did so last.
type budget struct {
	mu     sync.Mutex
	tokens float64
}

// savings are as many retries as a client can make on account of calls that were long ago.
const savings = 10

func newBudget() *budget { return &budget{tokens: savings} }

// take takes a token for the guard, if there is one.
func (b *budget) take(g *Guard, share Rate) bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	// While a retry is in flight it is among the retries, and not yet among the attempts.
	if calls := g.attempts() - g.retries.Load(); int64(calls-g.paidFor) > 0 {
		b.tokens += float64(calls-g.paidFor) * float64(share) / (100 * Percent)
		b.tokens = min(b.tokens, savings)
		g.paidFor = calls
	}
	if b.tokens < almostOne {
		return false
	}
	b.tokens--
	g.retries.Add(1)
	return true
}

// almostOne forgives what sums of fractions such as a tenth are short of.
const almostOne = 1 - 1e-9

// giveBack is for a retry that was not made after all.
func (b *budget) giveBack(g *Guard) {
	b.mu.Lock()
	defer b.mu.Unlock()

	b.tokens = min(b.tokens+1, savings)
	g.retries.Add(^uint64(0))
}

// attempts are the calls that there have been, except those in flight: retries too, and those
// that were rejected.
func (g *Guard) attempts() uint64 {
	at := g.breaker.lock()
	defer g.breaker.unlock(at)

	t := &g.totals
	return t.Successes + t.Failures + t.Ignored + t.Cancelled + g.rejectedOpen.sum() + g.rejectedFull.sum()
}
