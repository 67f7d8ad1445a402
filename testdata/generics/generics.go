// Package generics has a generic interface with two type parameters.
package generics

import "context"

//go:generate cbgen -type Store

// Store keeps values by key.
type Store[K comparable, V any] interface {
	Get(ctx context.Context, key K) (V, error)
	Put(ctx context.Context, key K, value V) error
	All(ctx context.Context) (map[K]V, error)
	Len() int
}
