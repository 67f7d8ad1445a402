package keygeneric

import "context"

//go:generate cbgen -type Store

type Store[K comparable, V any] interface {
	//cbgen:key key
	//cbgen:fallback missing
	Get(ctx context.Context, key K) (V, error)
	//cbgen:key node.id
	Join(ctx context.Context, node *Node[K]) error
	//cbgen:key "[1]K{key}"
	//cbgen:ignore *GoneError[K]
	Array(ctx context.Context, key K) error
	//cbgen:key "struct{ key K; hot bool }{key, hot}"
	Struct(ctx context.Context, key K, hot bool) error
}

type GoneError[K comparable] struct{ Key K }

func (*GoneError[K]) Error() string { return "gone" }

type Node[K comparable] struct{ id ID[K] }

type ID[K comparable] struct{ key K }

func missing[K comparable, V any](ctx context.Context, key K, cause error) (value V, err error) {
	return value, cause
}
