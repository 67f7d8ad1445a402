// Package genericself has a type parameter whose constraint refers to itself, and one that
// nothing uses.
package genericself

import "context"

//go:generate cbgen -type Tree

type Tree[T interface{ Less(T) bool }, _ any] interface {
	Insert(ctx context.Context, value T) error
	Min(ctx context.Context) (T, error)
}
