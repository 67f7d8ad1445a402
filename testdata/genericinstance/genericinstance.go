// Package genericinstance decorates an instance of a generic interface by a name of its own.
package genericinstance

import "context"

//go:generate cbgen -type Sessions

type Session struct{ ID string }

type Store[K comparable, V any] interface {
	// Get is the value of the key.
	//
	//cbgen:bulkhead max=8
	Get(ctx context.Context, key K) (V, error)
}

type Sessions Store[string, Session]
