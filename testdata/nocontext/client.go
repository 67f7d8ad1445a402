// Package nocontext has guarded methods without a context.
package nocontext

//go:generate cbgen -type Cache

type Cache interface {
	Get(key string) ([]byte, error)
	Flush() error
}
