// Package store is somebody else's, and means what is predeclared.
package store

type Store interface {
	Get(key any) (uint8, rune, error)
	Each(do func(any, uint8, rune)) error
}
