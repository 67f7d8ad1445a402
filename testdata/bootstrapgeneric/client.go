// Package bootstrapgeneric does not compile before its generic decorator is there, nor do the types that are made of it.
package bootstrapgeneric

//go:generate cbgen -type Store

type Store[K comparable, V any] interface {
	Get(key K) (V, error)
}

type cache struct {
	*GuardedStore[string, int]
	others map[string]GuardedStore[int, string]
}

func newCache(s Store[string, int]) Store[string, int] {
	return cache{GuardedStore: NewGuardedStore(s)}
}

var _ = newCache
