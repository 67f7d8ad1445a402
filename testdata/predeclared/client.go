// Package predeclared has types of its own that are called like predeclared ones, which the embedded interface needs.
package predeclared

import (
	"database/sql/driver"
	"io"
)

//go:generate cbgen -type Store

type (
	any  struct{}
	byte struct{}
	rune = string
)

type Store interface {
	driver.Execer
	io.ByteReader
	io.RuneReader
	Own(a any, b byte, r rune) error
}
