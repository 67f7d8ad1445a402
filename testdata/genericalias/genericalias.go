// Package genericalias uses a generic alias, as the interface to decorate and in its signatures.
package genericalias

import "context"

//go:generate cbgen -type Cache

type Set[T comparable] = map[T]struct{}

type Store[K comparable, V any] interface {
	Get(ctx context.Context, keys Set[K]) (V, error)
}

type Cache[V any] = Store[string, V]
