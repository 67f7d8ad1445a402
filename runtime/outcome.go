package runtime

import (
	"context"
	"errors"
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
	if ctx != nil && ctx.Err() != nil && isOf(ctx, err) {
		return cancelled
	}
	return o
}

// isOf reports whether the error tells that a context is done. Clients such as net/http
// return the cause of the cancellation where there is one.
func isOf(ctx context.Context, err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, context.Cause(ctx))
}
