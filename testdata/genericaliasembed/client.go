// Package genericaliasembed embeds generic aliases.
package genericaliasembed

import "context"

//go:generate cbgen -type Users

type Store[K comparable, V any] interface {
	Get(ctx context.Context, key K) (V, error)
}

type ByName[V any] = Store[string, V]

type Users interface {
	ByName[*User]
}

type User struct{ Name string }
