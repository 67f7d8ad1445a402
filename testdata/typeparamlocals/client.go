// Package typeparamlocals has type parameters that are called like what a decorator has of its own.
package typeparamlocals

//go:generate cbgen -type Client

type Client[next, opts, client, call, err, r0 any] interface {
	Do(next, opts) (client, call, error)
	Undo(err) (r0, error)
}
