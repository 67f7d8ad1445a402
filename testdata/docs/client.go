// Package docs has comments of every kind.
package docs

import "context"

//go:generate cbgen -type Client

/*
Client has a comment in a block.
*/
type Client interface {
	// Get gets:
	//
	//   - one thing,
	//   - or another.
	//
	// # Example
	//
	//	v, err := client.Get(ctx)
	//
	// [Client.Put] is the opposite. cbgen: a tool, and https://example.com/cbgen:x is an address.
	//
	//nolint:revive
	//cbgen:breaker failures=3
	Get(ctx context.Context) (string, error) // a comment at the end

	/* Put puts.

	It is in a block. */
	Put(ctx context.Context) error

	// a comment that belongs to nothing

	Delete(ctx context.Context) error

	// Len is how many.
	Len() int
}
