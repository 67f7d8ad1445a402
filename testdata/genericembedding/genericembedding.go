// Package genericembedding embeds generic interfaces with other type arguments.
package genericembedding

import "context"

//go:generate cbgen -type Users

type User struct{ Name string }

// A Reader reads values.
type Reader[K comparable, V any] interface {
	// Read is the value of the key.
	Read(ctx context.Context, key K) (V, error)
}

type Writer[V any] interface {
	Write(ctx context.Context, values ...V) error
}

type Users interface {
	Reader[string, *User]
	Writer[map[string][]User]
}
