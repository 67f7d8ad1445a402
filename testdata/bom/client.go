// Package bom begins with a byte order mark.
package bom

//go:generate cbgen -type Client

// Client is a client.
//
//cbgen:breaker failures=3
type Client interface {
	Do() error
}
