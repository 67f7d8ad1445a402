// Package crlf has lines that end in CR LF.
package crlf

//go:generate cbgen -type Client

// Client is a client.
//
//cbgen:breaker failures=3
type Client interface {
	// Do does
	// something.
	//
	//cbgen:bulkhead max=3 wait=1s
	Do() error
}
