// Package fieldnames has methods that collide as fields of the decorator.
package fieldnames

//go:generate cbgen -type Client

type Client interface {
	Next() error
	Type() error
	Range() error
	Charge() error
	charge() error
	ID() error
	HTTPGet() error
	GetURL() error
	X() error
}
