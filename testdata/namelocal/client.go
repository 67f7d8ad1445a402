// Package namelocal is called like what a decorator has of its own.
package namelocal

//go:generate cbgen -type next

type next interface {
	Do(next next) (next, error)
}
