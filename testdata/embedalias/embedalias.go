// Package embedalias embeds aliases: of an interface of its own, and of another package's.
package embedalias

import (
	"context"
	"io"
)

//go:generate cbgen -type Client

// Getter has a doc comment and a directive.
//
//cbgen:breaker failures=4
type Getter interface {
	// Get gets.
	Get(ctx context.Context) (string, error)
}

type (
	OtherName = Getter
	Closer    = io.Closer
)

type Client interface {
	OtherName
	Closer
}
