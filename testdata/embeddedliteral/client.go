// Package embeddedliteral embeds an interface literal, and error.
package embeddedliteral

//go:generate cbgen -type Client

type Client interface {
	interface {
		// Get gets.
		//
		//cbgen:breaker failures=1
		Get() error
	}
	error
}
