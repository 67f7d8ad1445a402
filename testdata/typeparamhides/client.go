// Package typeparamhides has type parameters that hide packages, a predeclared name and our own names.
package typeparamhides

import stdtime "time"

//go:generate cbgen -type Clock

type Clock[time, context, cb, c any] interface {
	At(t stdtime.Time) (time, context, error)
	Set(value cb, other c) error
}
