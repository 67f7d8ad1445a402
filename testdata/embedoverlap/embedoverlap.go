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

type File interface {
	Reader
	Writer
	io.Closer
}
