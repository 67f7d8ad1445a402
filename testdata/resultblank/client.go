// Package resultblank has blank results, which a decorator needs names for.
package resultblank

//go:generate cbgen -type Client

type Client interface {
	Get() (_ string, _ error)
	Two(r0 string) (_ int, value int, _ error)
	None() (_ int, ok bool)
}
