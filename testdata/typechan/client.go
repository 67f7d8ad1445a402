// Package typechan has channels in all directions, and channels of channels.
package typechan

//go:generate cbgen -type Client

type Client interface {
	Plain(both chan int, receive <-chan int, send chan<- int) error
	Nested(a chan (<-chan int), b chan<- (<-chan int), c <-chan (<-chan int), d chan<- chan int) error
	Functions(f <-chan func() <-chan int) (chan<- func(chan<- int), error)
	Done() (<-chan struct{}, error)
}
