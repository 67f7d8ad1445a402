// Package genericmethods has constraints with methods that take the type parameters themselves.
package genericmethods

import "context"

//go:generate cbgen -type Cache

type Codec[T any] interface {
	Encode(value T) ([]byte, error)
}

type Cache[K interface{ Compare(other K) int }, V any, C Codec[V]] interface {
	Get(ctx context.Context, key K, codec C) (V, error)
}
