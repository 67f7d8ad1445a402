package runtime

import (
	"context"
	"sync/atomic"
)

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
// A Call must not be copied while it is in use. The one that comes with an error needs no End.
type Call struct {
	// Four words at the most: a larger struct is not returned in registers, and copying it
	// takes longer than beginning a call.
	cell  *cell   // of the call's ticket; none once the call is over
	start instant // of the same; once the call is over, what Failed and Rejected want to know
	ctx   context.Context
}

// Return says that the method has returned, with this error or nil, and gives back what the
// call holds. The error of a context, or the cause of its cancellation, counts as cancelled
// and not as a failure if the caller's own context is done.
func (c *Call) Return(err error) {
	// This is as much as the compiler inlines. A switch costs less than an if does there.
	switch {
	case err != nil, c.cell.more, atomic.AddInt64(c.cell.tally, 1) >= 0:
		c.settle(err)
	}
	c.cell = none
}

// none is the cell of calls that are over, or were not admitted.
var none = &cell{more: true}

// settle is Return where a call is more than one more success, or could not be tallied.
func (c *Call) settle(err error) {
	if c.cell == none {
		return
	}
	if err != nil {
		c.finish(failure.unlessCancelled(c.ctx, err), err)
		return
	}
	if !c.cell.more {
		c.cell.look()
		c.finish(success, nil)
		return
	}
	if c.start != 0 {
		if t, at := c.ticket(), now(); t.start < 0 || t.inTime(at) {
			t.count(at)
			c.start = 0 // in flight no longer, and not slow
		}
	}
	if c.start != 0 || !c.cell.add() {
		c.cell.look()
		c.finish(success, nil)
		return
	}
	if c.cell.slots != nil && !giveSlot(c.cell.slots) {
		c.cell.lane.bulkhead.release(c.cell)
	}
}

// End is to be deferred: without a Return before it, the method has panicked or left by
// Goexit, which is a failure. The panic goes on as it was.
func (c *Call) End() {
	if c.cell != none {
		c.finish(failure, errNoReturn)
	}
}

func (c *Call) finish(o outcome, err error) {
	t := c.ticket()
	c.cell, c.start = none, 0
	if o == failure {
		c.start = hasFailed
	}
	t.cell.lane.guard.breaker.settle(c.ctx, t, o, err)
}

func (c *Call) ticket() ticket { return ticket{c.cell, c.start} }
