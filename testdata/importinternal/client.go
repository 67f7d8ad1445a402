// Package importinternal imports an internal package, which it may.
package importinternal

import "github.com/cbgen/cbgen/testdata/importinternal/internal/wire"

//go:generate cbgen -type Client

type Client interface {
	Send(m *wire.Message) error
}
