// Package genericembedparams embeds generic interfaces with its own type parameters, in another order.
package genericembedparams

import "context"

//go:generate cbgen -type Pairs

// A Reader reads values.
type Reader[K comparable, V any] interface {
	// Read is the value of the key.
	Read(ctx context.Context, key K) (V, error)
}

type Writer[K comparable, V any] interface {
	Write(ctx context.Context, key K, value V) error
}

type Pairs[V any, K comparable] interface {
	Reader[K, []V]
	Writer[K, V]
}
