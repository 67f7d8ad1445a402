// Package billing is in a folder of another name.
package billing

//go:generate cbgen -type Client

type Client interface {
	Bill() error
}
