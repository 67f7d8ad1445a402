// Package typeparamclash has type parameters that are called like other things in the
// generated file: a package, a type, a local name, a parameter.
package typeparamclash

import "context"

//go:generate cbgen -type Store

type Base interface {
	// Load returns the type Key of this package, not the type parameter of Store.
	Load(ctx context.Context, key string) (Key, error)
}

type Key struct{ Part int }

type Store[time comparable, c any, next any, Key any] interface {
	Base
	Get(context.Context, time) (c, error)
	Swap(ctx context.Context, key Key, c c) (next, error)
}
