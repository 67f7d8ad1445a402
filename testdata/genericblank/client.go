// Package genericblank has type parameters without names, of which a decorator needs one each.
package genericblank

//go:generate cbgen -type Marker

type Marker[_ any, T any, _ comparable] interface {
	Mark(value T) error
}
