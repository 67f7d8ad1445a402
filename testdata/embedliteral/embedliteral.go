// Package embedliteral embeds an interface literal, and one in parentheses.
package embedliteral

import "context"

//go:generate cbgen -type Client

type Client interface {
	interface {
		// Get is declared in the literal.
		//
		//cbgen:breaker off
		//cbgen:bulkhead max=3
		Get(ctx context.Context) (string, error)
	}
	(Other)
}

type Other interface {
	Put(ctx context.Context, value string) error
}
