// Package embedliteraldeep embeds literals within literals, and a named interface within these.
package embedliteraldeep

import "context"

//go:generate cbgen -type Client

type Pinger interface {
	Ping(ctx context.Context) error
}

type Client interface {
	interface {
		interface {
			// Get is two literals deep.
			Get(ctx context.Context) (string, error)
		}
		Pinger
	}
}
