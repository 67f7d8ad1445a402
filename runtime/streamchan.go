package runtime

import (
	"context"
)

// StreamChan is a channel that has all that comes from another one, and whose end ends the
// call. A goroutine forwards it, which ends with the other channel or with the context: after
// that, nothing is taken from the other one.
func StreamChan[T any](call *StreamCall, from <-chan T, ended func(error)) <-chan T {
	call.wouldSucceed(nil, ended) // if that panics it does so here, where whoever calls can recover
	consumer := call.Consumer(ended)
	to := make(chan T)
	go func() {
		defer close(to)
		if forward(orBackground(call.Context()), consumer, from, to) {
			consumer.done()
		} else {
			call.abandon()
		}
	}()
	return to
}

// forward reports whether it has come to the end.
func forward[T any](ctx context.Context, c *Consumer, from <-chan T, to chan<- T) bool {
	for {
		c.call.take()
		select {
		case <-ctx.Done():
			return false
		case value, ok := <-from:
			if !ok {
				return true
			}
			c.call.rest()
			select {
			case <-ctx.Done():
				return false
			case to <- value:
			}
		}
	}
}
