// Package typegeneric has instances of generic types.
package typegeneric

import (
	"sync/atomic"
	"time"
)

//go:generate cbgen -type Client

type Pair[A, B any] struct {
	A A
	B B
}

type Client interface {
	Pair(p Pair[string, Pair[int, *time.Time]]) (*Pair[[]string, error], error)
	Atomic(p *atomic.Pointer[Pair[bool, bool]]) error
}
