// Package namecb is called what cbgen calls its runtime.
package namecb

//go:generate cbgen -type cb

type cb interface {
	Do(other cb) error
}
