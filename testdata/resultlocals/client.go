// Package resultlocals has results that are called like what a decorator has of its own.
package resultlocals

//go:generate cbgen -type Client

type Client interface {
	Do() (call, c, err int, next error)
	Swap(err int) (err2 string, err3 error)
	Other(call string) (cb, r1 int, e error)
}
