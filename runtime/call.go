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
	guard    *Guard    // nil once the call is over
	bulkhead *bulkhead // whose slot it holds, if any
	ctx      context.Context
	ticket   ticket
}

// Return says that the method has returned, with this error or nil, and gives back what the
// call holds. The error of a context, or the cause of its cancellation, counts as cancelled
// and not as a failure if the caller's own context is done.
func (c *Call) Return(err error) {
	if c.guard != nil {
		c.finish(classify(c.ctx, err))
	}
}

// End is to be deferred: without a Return before it, the method has panicked or left by
// Goexit, which is a failure. The panic goes on as it was.
func (c *Call) End() {
	if c.guard != nil {
		c.finish(failure)
	}
}

func (c *Call) finish(o outcome) {
	c.guard.settle(c.ticket, o)
	if c.bulkhead != nil {
		c.bulkhead.release()
	}
	c.guard = nil
}
