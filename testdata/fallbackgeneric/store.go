package fallbackgeneric

import "context"

//go:generate cbgen -type store

type store[K comparable, V any] interface {
	//cbgen:fallback missing
	Get(ctx context.Context, key K) (V, error)

	//cbgen:fallback
	Put(ctx context.Context, key K, value V) error

	//cbgen:fallback none
	Len(ctx context.Context) (int, error)
}

func missing[K comparable, V any](ctx context.Context, key K, cause error) (V, error) {
	var none V
	return none, cause
}

func none(ctx context.Context, cause error) (int, error) { return 0, cause }
