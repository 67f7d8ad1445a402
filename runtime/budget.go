package runtime

import "sync"

// A budget bounds the retries of a client, so that they do not multiply the load on a
// dependency that is down. It is a bucket of tokens: each call of a method with retries puts a
// part of one in, each retry takes one out. (Finagle calls it a retry budget.)
//
// Calls only count what they pay. Whoever wants to retry puts it into the bucket, which comes to
// the same: nobody else takes anything out of it meanwhile.
type budget struct {
	paid counter // in millionths of a token, as a Rate

	mu     sync.Mutex
	seen   uint64 // of what has been paid
	tokens uint64 // in millionths too
}

const (
	token = 100 * Percent

	// savings are as many retries as a client can make on account of calls that were long ago.
	savings = 10 * token
)

func newBudget() *budget { return &budget{tokens: savings} }

// pay is for a call, of which each is to be followed by that share of a retry at the most.
func (b *budget) pay(share Rate) { b.paid.add(int64(share)) }

// take takes a token, if there is one.
func (b *budget) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	paid := b.paid.sum()
	b.tokens = min(b.tokens+paid-b.seen, savings)
	b.seen = paid
	if b.tokens < token {
		return false
	}
	b.tokens -= token
	return true
}

// giveBack is for a retry that was not made after all.
func (b *budget) giveBack() {
	b.mu.Lock()
	defer b.mu.Unlock()

	b.tokens = min(b.tokens+token, savings)
}
