package runtime

import (
	"context"
	"math/rand/v2"
	"time"
)

// Attempts are those of one call of a method that is retried. Each of them is a call of its
// own, and no slot is held between them:
//
//	attempts := guard.Attempts(ctx)
//	for {
//		call, err := attempt(ctx)
//		if !call.Failed() || !attempts.Next() {
//			return err
//		}
//	}
type Attempts struct {
	guard *Guard
	ctx   context.Context
	made  int
}

// Attempts begins the first attempt of a call with that context. The call pays its share into
// the client's budget of retries, whatever becomes of it.
func (g *Guard) Attempts(ctx context.Context) Attempts {
	if policy := g.retry.Load(); policy != nil {
		g.budget.pay(policy.Budget)
	}
	return Attempts{g, orBackground(ctx), 1}
}

// Next waits until it is time for another attempt. It reports false, and that at once, where
// there is to be none: there have been as many as the policy allows, the client has made so
// many retries that its budget is used up, or the caller's context is done, or would be before
// the wait is over.
//
// The n-th wait is drawn from [0, min(max, min·2^(n−1))], so that callers who failed together
// do not come back together ("full jitter", Brooker, Exponential Backoff And Jitter, AWS 2015).
func (a *Attempts) Next() bool {
	policy := a.guard.retry.Load()
	if policy == nil || a.made >= policy.Attempts || a.ctx.Err() != nil {
		return false
	}
	wait := policy.Backoff.wait(a.made)
	if deadline, ok := a.ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return false
	}
	if !a.guard.budget.take() {
		return false
	}
	if !sleep(a.ctx, wait) {
		a.guard.budget.giveBack()
		return false
	}
	a.guard.retries.Add(1)
	a.made++
	return true
}

// wait is how long to wait after so many attempts.
func (b Backoff) wait(made int) time.Duration {
	longest := b.Min
	for n := 1; n < made && longest < b.Max; n++ {
		longest *= 2
	}
	return rand.N(min(longest, b.Max) + 1)
}

// sleep reports false if the context is done before that, or at that moment.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
