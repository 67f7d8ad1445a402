// Package concretenames has names that cbgen would give to something of its own.
package concretenames

//go:generate cbgen -type Store

// Store has a type parameter that is called as its interface is to be.
type Store[StoreAPI any] struct{ next StoreAPI }

func (s *Store[T]) Guards() error { return nil }

func (s *Store[T]) Next(c, call, next T) (opts T, err error) { return s.next, nil }
