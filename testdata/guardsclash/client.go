// Package guardsclash has a method of its own that is called Guards.
package guardsclash

//go:generate cbgen -type Prison

type Prison interface {
	Guards() ([]string, error)
	Escape() error
}
