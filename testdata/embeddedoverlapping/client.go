// Package embeddedoverlapping has one method by several ways.
package embeddedoverlapping

import "io"

//go:generate cbgen -type Both

type Flusher interface {
	// Flush is declared here first.
	//
	//cbgen:breaker failures=3
	Flush() error
	Close() error
}

type Both interface {
	Flusher
	io.ReadCloser
	io.WriteCloser
	// Flush is declared again.
	Flush() error
}
