// Package embedown embeds interfaces of its own, with directives at every level.
package embedown

import "context"

//go:generate cbgen -type Client

//cbgen:breaker failures=2 open=1s
type Reader interface {
	// Get says nothing itself: Reader's breaker applies, and Client's bulkhead.
	Get(ctx context.Context, id string) (string, error)

	// List has a breaker of its own.
	//
	//cbgen:breaker failures=3 open=2s
	List(ctx context.Context) ([]string, error)
}

type Writer interface {
	// Put gets what Client says.
	Put(ctx context.Context, id, value string) error
}

// Client reads and writes.
//
//cbgen:breaker failures=9 open=9s
//cbgen:bulkhead max=4
type Client interface {
	Ping(ctx context.Context) error
	Reader
	Writer
	Close() error
}
