package runtime

import (
	"context"
	"errors"
	"time"
)

// ErrTimeout is the cause ([context.Cause]) of a call's context that is done because of the
// policy's timeout. It matches [context.DeadlineExceeded] too.
var ErrTimeout error = timeoutError{}

type timeoutError struct{}

func (timeoutError) Error() string        { return "the policy's timeout has expired" }
func (timeoutError) Timeout() bool        { return true } // of a net.Error, as Temporary is
func (timeoutError) Temporary() bool      { return true }
func (timeoutError) Is(target error) bool { return target == context.DeadlineExceeded }

// A TimedCall is a [Call] whose context has the deadline of the policy's timeout:
//
//	call, err := guard.BeginTimed(ctx)
//	if err != nil {
//		return err
//	}
//	defer call.End()
//
//	err = client.Do(call.Context())
//	call.Return(err)
//	return err
//
// That it took as long as the timeout, or longer, is a failure, whatever it returns and however
// it is classified; unless the error says that the caller has cancelled it meanwhile.
type TimedCall struct {
	call     Call
	ctx      context.Context
	cancel   context.CancelFunc // nil without a timeout
	timedOut bool               // when it returned
}

// BeginTimed is Begin for a method with a timeout. The timeout begins when the call has been
// admitted: it does not count the time that the call has waited for a slot.
func (g *Guard) BeginTimed(ctx context.Context) (TimedCall, error) {
	call, err := g.Begin(ctx)
	if err != nil {
		return TimedCall{call: call}, err
	}
	timed := TimedCall{call: call, ctx: ctx}
	if timeout := time.Duration(g.timeout.Load()); timeout != 0 {
		timed.limit(timeout)
	}
	return timed, nil
}

func (c *TimedCall) limit(timeout time.Duration) {
	defer func() {
		if c.cancel == nil {
			c.call.End() // a faulty context has panicked, and nobody else ends the call
		}
	}()
	c.ctx, c.cancel = context.WithTimeoutCause(orBackground(c.ctx), timeout, ErrTimeout)
}

// Context is the one for the call: the caller's, with the timeout. It is done once the call is.
func (c *TimedCall) Context() context.Context { return c.ctx }

// Return is [Call.Return].
func (c *TimedCall) Return(err error) { c.finish(err, c.call.Return) }

// Ignore is [Call.Ignore].
func (c *TimedCall) Ignore(err error) { c.finish(err, c.call.Ignore) }

// Succeed is [Call.Succeed].
func (c *TimedCall) Succeed(err error) { c.finish(err, c.call.Succeed) }

// Fail is [Call.Fail].
func (c *TimedCall) Fail(err error) { c.finish(err, c.call.Fail) }

func (c *TimedCall) finish(err error, as func(error)) {
	if c.cancel == nil {
		as(err)
		return
	}
	c.timedOut = c.isTooLate()
	c.cancel()
	c.cancel = nil
	switch {
	case !c.timedOut:
		as(err)
	case err == nil:
		c.call.over(failure, ErrTimeout)
	case errors.Is(err, context.DeadlineExceeded):
		c.call.over(failure, err) // of this deadline: the caller's came later if it came at all
	default:
		c.call.Fail(err)
	}
}

// isTooLate reports whether the timeout has expired before the caller was done. The caller's
// deadline, or the cause that his context is done with, may be the timeout of a guard further
// out: that is his.
func (c *TimedCall) isTooLate() bool {
	own, _ := c.ctx.Deadline()
	if caller := c.call.ctx; caller != nil {
		if deadline, ok := caller.Deadline(); ok && !own.Before(deadline) {
			return false
		}
	}
	if time.Until(own) > 0 {
		return false
	}
	// The method's own timer, as of a net.Conn, may have been faster than that of the context.
	return c.ctx.Err() == nil || context.Cause(c.ctx) == ErrTimeout
}

// End is [Call.End].
func (c *TimedCall) End() {
	if c.cancel != nil {
		c.cancel()
	}
	c.call.End()
}

// Failed is [Call.Failed].
func (c *TimedCall) Failed() bool { return c.call.Failed() }

// Rejected is [Call.Rejected].
func (c *TimedCall) Rejected() bool { return c.call.Rejected() }

// CauseOf is [CauseOf] for this call: ErrTimeout if the method has returned no error, but too late.
func (c *TimedCall) CauseOf(err error) error {
	if err == nil && c.timedOut {
		return ErrTimeout
	}
	return CauseOf(err)
}

// TimedOut reports whether the call is over and has failed because of the timeout.
func (c *TimedCall) TimedOut() bool { return c.timedOut && c.call.Failed() }

func orBackground(ctx context.Context) context.Context {
	if ctx == nil {
		return context.Background()
	}
	return ctx
}
