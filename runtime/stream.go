package runtime

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// A StreamCall is a call that lasts until the consumer of what it returns is done. It may be
// ended by any goroutine; only the first of all that say how it went counts.
//
//	call, err := guard.BeginStream(ctx)
//	if err != nil {
//		return nil, err
//	}
//	defer call.End()
//
//	body, err := client.Open(ctx)
//	if err != nil {
//		call.Return(err)
//		return nil, err
//	}
//	return cb.StreamBody(call, body, call.Return), nil
//
// Whether it is slow is decided when the method has returned, or by the first element of an
// iterator: a stream may take its time.
type StreamCall struct {
	call TimedCall
	idle time.Duration // how long the consumer may take nothing; 0 for as long as he likes
	over atomic.Bool
	kept bool // by the consumer: End is not the end

	keptAt instant

	trial, good bool // ended is asked what it would say

	mu     sync.Mutex
	asking int         // how many reads and writes are under way: meanwhile the consumer is not idle
	timer  *time.Timer // of idle
	stop   func() bool // no longer look at the context
}

// BeginStream is [Guard.BeginTimed] for a method that streams: the timeout is for the whole
// stream.
func (g *Guard) BeginStream(ctx context.Context) (*StreamCall, error) {
	call, err := g.BeginTimed(ctx)
	if err != nil {
		return nil, err
	}
	return &StreamCall{call: call, idle: time.Duration(g.idle.Load()), asking: 1}, nil
}

// Context is [TimedCall.Context].
func (c *StreamCall) Context() context.Context { return c.call.Context() }

// Return is [Call.Return].
func (c *StreamCall) Return(err error) { c.finish(err, c.call.Return, err == nil) }

// Ignore is [Call.Ignore].
func (c *StreamCall) Ignore(err error) { c.finish(err, c.call.Ignore, false) }

// Succeed is [Call.Succeed].
func (c *StreamCall) Succeed(err error) { c.finish(err, c.call.Succeed, true) }

// Fail is [Call.Fail].
func (c *StreamCall) Fail(err error) { c.finish(err, c.call.Fail, false) }

// Failed is [Call.Failed], for a call that has not been handed to a consumer.
func (c *StreamCall) Failed() bool { return c.call.Failed() }

// TimedOut is [TimedCall.TimedOut], for a call that has not been handed to a consumer.
func (c *StreamCall) TimedOut() bool { return c.call.TimedOut() }

// CauseOf is [TimedCall.CauseOf].
func (c *StreamCall) CauseOf(err error) error { return c.call.CauseOf(err) }

// End is to be deferred: unless a consumer has the stream, or a Return came before it, the
// method has panicked or left by Goexit.
func (c *StreamCall) End() {
	if !c.kept {
		c.fall()
	}
}

// fall ends the call by a panic of the dependency.
func (c *StreamCall) fall() {
	c.finish(nil, func(error) { c.call.End() }, false)
}

func (c *StreamCall) finish(err error, as func(error), good bool) {
	if c.trial {
		c.good = good
		return
	}
	if !c.over.CompareAndSwap(false, true) {
		return
	}
	defer c.unwatch()
	defer c.call.End() // has an effect only if an error's method panics
	as(err)
}

// unwatch stops what could have ended the call.
func (c *StreamCall) unwatch() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.timer != nil {
		c.timer.Stop()
	}
	if c.stop != nil {
		c.stop()
	}
}

var errAbandoned = errors.New("the stream was abandoned")

// abandon frees the slot of a stream that nobody takes anything of any more. That says
// nothing about the dependency.
func (c *StreamCall) abandon() {
	if ctx := c.Context(); ctx != nil && ctx.Err() != nil {
		c.Ignore(context.Cause(ctx))
		return
	}
	c.Ignore(errAbandoned)
}

// collect abandons a stream that is garbage. What testing/synctest has in its bubble nobody may
// touch from without, and the garbage collector is: its clock tells, which is years behind.
func (c *StreamCall) collect() {
	if now().sub(c.keptAt) < maxDuration {
		c.abandon()
	}
}

// arrived says that what the dependency has to do at once is done, with that error or nil: from
// now on the call is not slow, if it has not been so far. A probe has its answer then: a breaker
// that waited for the end of streams would stay half-open for as long as they last.
func (c *StreamCall) arrived(err error, ended func(error)) {
	call := &c.call.call
	if call.cell == none {
		return
	}
	t, b := call.ticket(), call.cell.lane.guard.breaker
	var at instant // now, if the call is timed
	if t.start != 0 {
		at = now()
		t.count(at)
	}
	if gen := t.cell.lane.generation; gen != nil && !gen.admits && c.wouldSucceed(err, ended) {
		t = b.settleEarly(call.ctx, t)
	}
	if t.start != 0 && t.onTime(at) {
		t.start = 0
	}
	if t.start != 0 {
		t.cell = t.cell.withoutDurations()
	}
	call.cell, call.start = t.cell, t.start
}

// wouldSucceed reports whether the call would be a success if it ended now.
func (c *StreamCall) wouldSucceed(err error, ended func(error)) bool {
	if ctx := c.Context(); ctx != nil && isDone(ctx) {
		return false // that is what the call will end with
	}
	c.trial = true
	defer func() { c.trial = false }()
	ended(err)
	return c.good
}

// settleEarly settles a probe with a success, and is a ticket for the rest of its stream, which
// the totals count and which has no other influence.
func (b *breaker) settleEarly(ctx context.Context, t ticket) ticket {
	at := b.lock()
	defer b.unlock(at)

	lane := t.cell.lane
	gen, totals := lane.generation, &lane.guard.totals
	b.traceCall(ctx, lane.guard)
	if b.state != HalfOpen || gen.number != b.current.Load().number {
		return t
	}
	slow := t.slow(at)
	if slow {
		totals.Slow++
	}
	if gen.state == HalfOpen {
		totals.Probes++
	}
	t.returned()
	b.settleProbe(at, success, slow)
	return ticket{cell: lane.withoutInfluence().own()}
}

// rest says that it is the consumer's turn, and take that he wants more.
func (c *StreamCall) rest() {
	if c.idle == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()

	c.asking--
	switch {
	case c.asking > 0, c.over.Load():
	case c.timer == nil:
		c.timer = time.AfterFunc(c.idle, c.abandon)
	default:
		c.timer.Reset(c.idle)
	}
}

func (c *StreamCall) take() {
	if c.idle == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()

	c.asking++
	if c.timer != nil {
		c.timer.Stop()
	}
}

// A Consumer has a stream in his hands. The call is over when he has come to its end, when he
// says that he is done, when the context is, or when he is forgotten: a stream that is garbage
// holds no slot.
type Consumer struct {
	call  *StreamCall
	ended func(error) // says how the call went
}

// Consumer hands the stream over. At its end, ended is called with the error, or nil, and is to
// call Return or what else there is.
func (c *StreamCall) Consumer(ended func(error)) *Consumer {
	c.arrived(nil, ended)
	c.keptAt = now()
	consumer := &Consumer{c, ended}
	runtime.AddCleanup(consumer, (*StreamCall).collect, c)
	c.watch()
	c.rest()
	c.kept = true // now that nothing can panic any more
	return consumer
}

// watch has the context end the call.
func (c *StreamCall) watch() {
	ctx := c.Context()
	if ctx == nil || ctx.Done() == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()

	c.stop = context.AfterFunc(ctx, c.abandon)
}

// end says how the stream has ended.
func (c *Consumer) end(err error) {
	defer c.call.fall() // has an effect only if ended panics
	c.ended(err)
}

// done says that the consumer needs no more. What came until then was fine.
func (c *Consumer) done() { c.end(nil) }
