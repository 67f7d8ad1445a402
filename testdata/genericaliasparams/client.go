// Package genericaliasparams is for an alias that has fewer type parameters than what it stands for, under other names.
package genericaliasparams

import "context"

//go:generate cbgen -type Texts

type Store[K comparable, V any] interface {
	Get(ctx context.Context, key K) (V, error)
	Put(ctx context.Context, key K, value V) error
}

type Texts[ID ~string | ~int] = Store[ID, string]
