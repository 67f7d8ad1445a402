// Package predeclared has types of its own that are called like predeclared ones, which the embedded interface needs.
package predeclared

import "github.com/cbgen/cbgen/testdata/predeclared/store"

//go:generate cbgen -type Store

type (
	any   struct{}
	uint8 struct{}
	rune  = string
)

type Store interface {
	store.Store
	Own(a any, b uint8, r rune) error
}
