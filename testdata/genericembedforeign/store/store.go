// Package store is somebody else's.
package store

import "context"

type Store[K comparable, V any] interface {
	Get(ctx context.Context, key K) (V, error)
	Each(ctx context.Context, do func(K, V) error) error
}
