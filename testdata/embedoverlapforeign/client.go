// Package embedoverlapforeign embeds interfaces of another package that have a method in common.
package embedoverlapforeign

import "io"

//go:generate cbgen -type Pipe

type Pipe interface {
	io.ReadCloser
	io.WriteCloser
}
