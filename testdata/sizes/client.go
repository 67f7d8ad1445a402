// Package sizes has a type whose declaration depends on the processor.
package sizes

import "unsafe"

//go:generate cbgen -type Client

type Client interface {
	Save(words [unsafe.Sizeof(uintptr(0))]byte) error
}
