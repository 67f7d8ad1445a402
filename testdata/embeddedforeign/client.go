// Package embeddedforeign embeds interfaces of the standard library.
package embeddedforeign

import "io"

//go:generate cbgen -type File

//cbgen:breaker failures=3
type File interface {
	io.ReadWriteCloser
	io.ReaderAt
	Name() string
}
