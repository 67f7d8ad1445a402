// Package timingtags has timeouts and retries in tags, for a struct and generic methods.
package timingtags

import (
	"context"

	cb "github.com/cbgen/cbgen/runtime"
)

//go:generate cbgen -type Store -policy StorePolicy

// Store is a client that somebody else has written.
type Store[K comparable, V any] struct{ items map[K]V }

// StorePolicy says how it is guarded.
type StorePolicy struct {
	_    cb.Policy `timeout:"2s"`
	Get  cb.Policy `retry:"attempts=4 backoff=10ms..1m30s budget=0.5" idempotent:"" retryif:"cb.ErrTimeout"`
	Put  cb.Policy `timeout:"1500ms" breaker:"slow=1s halfopen=1m"`
	Drop cb.Policy `timeout:"off"`
}

func (s *Store[K, V]) Get(ctx context.Context, key K) (V, error) { return s.items[key], nil }

func (s *Store[K, V]) Put(ctx context.Context, key K, value V) error {
	s.items[key] = value
	return nil
}

func (s *Store[K, V]) Drop() error { return nil }
