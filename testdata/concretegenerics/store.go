// Package concretegenerics has a generic struct, whose methods call its type parameters what
// they like, and embed others.
package concretegenerics

import "context"

//go:generate cbgen -type Store

// Store keeps values by key.
//
//cbgen:breaker failures=2
type Store[K comparable, V any] struct {
	Base[V]
	*Index[K]
	values map[K]V
}

func (s *Store[A, B]) Get(ctx context.Context, key A) (B, error) { return s.values[key], nil }

// Put has a parameter that is called like a type parameter.
func (s *Store[_, V]) Put(ctx context.Context, K V) error { return nil }

func (s Store[K, V]) All(ctx context.Context, yield func(K, V) bool) (map[K]V, error) {
	return s.values, nil
}

func (s *Store[K, V]) With(other Store[K, V]) *Store[K, V] { return s }

type Base[T any] struct{}

// Load loads one.
//
//cbgen:bulkhead max=3
func (*Base[T]) Load(ctx context.Context) (T, error) {
	var zero T
	return zero, nil
}

type Index[T comparable] struct{}

func (Index[E]) Find(entries ...E) (found []E, err error) { return nil, nil }
