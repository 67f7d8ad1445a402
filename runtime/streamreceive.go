package runtime

import "io"

// Receive asks the dependency for more: next is one read of it. Its [io.EOF] is the good end of
// the stream, and any other error the bad one.
func (c *Consumer) Receive(next func() error) error {
	err := c.ask(next)
	switch {
	case err == nil:
		c.call.rest()
	case err == io.EOF:
		c.done()
	default:
		c.end(err)
	}
	return err
}

// ReceiveLast is Receive for what is the end of the stream in any case, [io.EOF] a bad one.
func (c *Consumer) ReceiveLast(next func() error) error {
	err := c.ask(next)
	c.end(err)
	return err
}

// ask calls next. A panic there is the dependency's.
func (c *Consumer) ask(next func() error) error {
	returned := false
	defer func() {
		if !returned {
			c.call.fall()
		}
	}()
	c.call.take()
	err := next()
	returned = true
	return err
}

// Receive is [Consumer.Receive] for a method such as the Recv of a gRPC stream.
func Receive[T any](c *Consumer, next func() (T, error)) (T, error) {
	return receive(c.Receive, next)
}

// ReceiveLast is [Consumer.ReceiveLast] for a method such as the CloseAndRecv of a gRPC stream.
func ReceiveLast[T any](c *Consumer, next func() (T, error)) (T, error) {
	return receive(c.ReceiveLast, next)
}

func receive[T any](as func(func() error) error, next func() (T, error)) (value T, err error) {
	err = as(func() (err error) {
		value, err = next()
		return err
	})
	return value, err
}

// StreamFuture is a future whose first call ends the call.
func StreamFuture[T any](call *StreamCall, future func() (T, error), ended func(error)) func() (T, error) {
	consumer := call.Consumer(ended)
	return func() (T, error) { return ReceiveLast(consumer, future) }
}

// FailedFuture is a future that has that error: how a future reports a rejection.
func FailedFuture[T any](err error) func() (T, error) {
	return func() (value T, _ error) { return value, err }
}
