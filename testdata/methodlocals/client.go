// Package methodlocals has methods that are called like what a decorator has of its own, and like what Go has.
package methodlocals

//go:generate cbgen -type Client

type Client interface {
	Begin() error
	Return(err error) error
	End() error
	Call() error
	Func() error
	Select() error
	Nil() error
	Error() string
	String() string
}
