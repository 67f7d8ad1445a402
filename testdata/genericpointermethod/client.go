// Package genericpointermethod has a type parameter for a value, and one for its pointer, which has the methods.
package genericpointermethod

import "context"

//go:generate cbgen -type Queue

type Queue[T any, P interface {
	*T
	Unmarshal(content []byte) error
}] interface {
	Receive(ctx context.Context, into P) (T, error)
}
