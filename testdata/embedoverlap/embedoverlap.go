// Package embedoverlap embeds interfaces that have a method in common.
package embedoverlap

import (
	"context"
	"io"
)

//go:generate cbgen -type File

//cbgen:bulkhead max=3
type Reader interface {
	Read(ctx context.Context) ([]byte, error)
	// Close closes the reader.
	//
	//cbgen:breaker failures=3
	Close() error
}

type Writer interface {
	Write(ctx context.Context, content []byte) error
	// Close closes the writer, and is guarded the same way.
	//
	//cbgen:breaker failures=3
	//cbgen:bulkhead max=3
	Close() error
}

// File has what the package declares rather than io.Closer, and what it declares itself
// rather than Writer.
type File interface {
	io.Closer
	Reader
	Writer

	// Write is what File itself says.
	//
	//cbgen:bulkhead max=2
	Write(ctx context.Context, content []byte) error
}
