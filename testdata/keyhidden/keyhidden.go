package keyhidden

import "context"

//go:generate cbgen -type Store

// Store has keys of types whose names the generated code would take for its own.
type Store[K comparable, V any] interface {
	//cbgen:key client
	Get(ctx context.Context, client client, key K) (V, error)
	//cbgen:key "struct{ region, shard string }{region, shard}"
	Put(ctx context.Context, region, shard string, value V) error
	//cbgen:key [1]K{key}
	//cbgen:failure if="isZero[V](value)"
	//cbgen:ignore *missing[K]
	Find(ctx context.Context, key K) (value V, err error)
	embedded
}

type embedded interface {
	// Remove has a parameter that is called like the type parameter.
	//
	//cbgen:key K.Name
	Remove(ctx context.Context, K client) error
}

type client struct{ Name string }

type missing[K comparable] struct{ key K }

func (*missing[K]) Error() string { return "missing" }

func isZero[T any](T) bool { return false }
