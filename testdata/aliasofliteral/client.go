// Package aliasofliteral is for an alias of an interface that has no other name.
package aliasofliteral

//go:generate cbgen -type Client

// Client is a client.
type Client = interface {
	// Get gets.
	//
	//cbgen:breaker failures=3
	Get(key string) (string, error)
}
