// Package skip leaves a method unguarded, deliberately.
package skip

//go:generate cbgen -type Client

type Client interface {
	Do() error
	// Health tells how the provider is.
	//
	//cbgen:skip
	Health() error
	//cbgen:skip
	Close() error
	// Name needs no guard.
	//cbgen:skip
	Name() string
}
