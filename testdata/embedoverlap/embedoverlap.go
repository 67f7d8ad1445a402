// Package embedoverlap embeds interfaces that have a method in common.
package embedoverlap

import (
	"context"
	"io"
)

//go:generate cbgen -type File

type Reader interface {
	Read(ctx context.Context) ([]byte, error)
	// Close closes the reader.
	Close() error
}

type Writer interface {
	Write(ctx context.Context, content []byte) error
	// Close closes the writer.
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
