// Package fallbackstandard has methods of the standard library, for which go vet knows one
// signature, without the cause.
package fallbackstandard

import (
	"context"
	"fmt"
	"io"
)

//go:generate cbgen -type File

// File is somewhere else.
//
//cbgen:fallback
type File interface {
	io.Seeker
	io.ReaderFrom
	io.ByteReader
	io.RuneReader
	io.ByteScanner
	io.ByteWriter
	io.WriterTo
	fmt.Scanner
	MarshalJSON() ([]byte, error)
	ReadByteFallback() error

	// Format is not that of fmt.
	Format(ctx context.Context, path string) error
}
