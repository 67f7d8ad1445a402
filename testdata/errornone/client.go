// Package errornone has methods that cannot fail.
package errornone

//go:generate cbgen -type Client

type Client interface {
	Reset()
	Len() int
	Stats() (hits, misses int)
	Do() error
}
