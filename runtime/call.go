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
	// Four words at the most: a larger struct is not returned in registers, and copying it
	// takes longer than beginning a call.
	ticket ticket // none once the call is over
	ctx    context.Context
}

// Return says that the method has returned, with this error or nil, and gives back what the
// call holds. The error of a context, or the cause of its cancellation, counts as cancelled
// and not as a failure if the caller's own context is done.
func (c *Call) Return(err error) {
	if err != nil {
		c.finish(failure.unlessCancelled(c.ctx, err))
		return
	}
	cell := c.ticket.cell
	if cell == nil {
		return
	}
	if c.ticket.start != 0 && c.ticket.inTime() {
		c.ticket.start = 0 // in flight no longer, and not slow
	}
	if c.ticket.start != 0 || !cell.add() {
		c.finish(success)
		return
	}
	c.ticket.cell = nil
	if cell.slots != nil && !giveSlot(cell.slots) {
		cell.lane.bulkhead.release(cell)
	}
}

// End is to be deferred: without a Return before it, the method has panicked or left by
// Goexit, which is a failure. The panic goes on as it was.
func (c *Call) End() {
	if c.ticket.cell != nil {
		c.finish(failure)
	}
}

func (c *Call) finish(o outcome) {
	t := c.ticket
	if t.cell == nil {
		return
	}
	c.ticket = ticket{}
	if o == failure {
		c.ticket.start = hasFailed
	}
	lane := t.cell.lane
	lane.guard.breaker.settle(t, o)
	if lane.bulkhead != nil {
		lane.bulkhead.release(t.cell)
	}
}
