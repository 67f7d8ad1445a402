package runtime

import "context"

// A Call is one admitted call. Whoever got it from [Guard.Begin] makes the call and then
// says how it went, in the goroutine that began it:
//
//	call, err := guard.Begin(ctx)
//	if err != nil {
//		return err
//	}
//	defer call.End()
//
//	err = client.Do(ctx)
//	call.Return(err)
//	return err
//
// A Call must not be copied once it is in use. The zero Call, which comes with an error,
// needs no End.
type Call struct {
	guard    *Guard
	ctx      context.Context
	ticket   ticket
	returned bool
}

// Return says that the method has returned, with this error or nil. A context's error
// counts as cancelled, not as a failure, if the caller's own context is done.
func (c *Call) Return(err error) {
	if c.guard == nil || c.returned {
		return
	}
	c.returned = true
	c.guard.settle(c.ticket, classify(c.ctx, err))
}

// End gives back what the call holds. Defer it: without a Return before it, the method has
// panicked or left by Goexit, which is a failure. The panic goes on as it was.
func (c *Call) End() {
	if c.guard == nil {
		return
	}
	if !c.returned {
		c.guard.settle(c.ticket, failure)
	}
	c.guard.release()
	c.guard = nil
}
