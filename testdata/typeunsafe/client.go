// Package typeunsafe has pointers that are not safe.
package typeunsafe

import "unsafe"

//go:generate cbgen -type Client

type Client interface {
	Map(p unsafe.Pointer, n uintptr) ([]unsafe.Pointer, error)
}
