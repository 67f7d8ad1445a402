// Package store is somebody else's, and means what is predeclared.
package store

type Store interface {
	Get(key any) (byte, rune, error)
	Each(do func(any, byte, rune)) error
}
