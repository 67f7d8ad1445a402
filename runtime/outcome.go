package runtime

import (
	"context"
	"errors"
	"time"
)

// An outcome is what a call says about its dependency.
type outcome int

const (
	success outcome = iota
	failure
	// ignored is the outcome of a call that the policy says nothing can be learnt from.
	ignored
	// cancelled is the outcome of a call whose caller hung up, which says nothing.
	cancelled
)

// counts reports whether the outcome says anything about the dependency.
func (o outcome) counts() bool { return o < ignored }

// unlessCancelled is that outcome, unless the error says that the caller with this context
// hung up.
func (o outcome) unlessCancelled(ctx context.Context, err error) outcome {
	if ctx != nil && isDone(ctx) && isOf(ctx, err) {
		return cancelled
	}
	return o
}

// isDone is also of a context whose deadline has just passed: the timer of a connection that has
// the same may be faster than its own.
func isDone(ctx context.Context) bool {
	if ctx.Err() != nil {
		return true
	}
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) <= 0
}

// isOf reports whether the error tells that a context is done. Clients such as net/http
// return the cause of the cancellation where there is one.
func isOf(ctx context.Context, err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, context.Cause(ctx))
}
