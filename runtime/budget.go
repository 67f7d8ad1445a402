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

	calls := g.admitted() - int64(g.retries.Load())
	b.tokens += float64(calls-g.paidFor) * float64(share) / (100 * Percent)
	b.tokens = min(b.tokens, savings)
	g.paidFor = calls
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	g.retries.Add(1)
	return true
}

// admitted is how many calls have been, except those in flight.
func (g *Guard) admitted() int64 {
	at := g.breaker.lock()
	defer g.breaker.unlock(at)

	return int64(g.totals.admitted())
}
