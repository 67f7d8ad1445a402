// Package unexportedmethod has an interface with unexported methods, which its own package
// can implement.
package unexportedmethod

import "context"

//go:generate cbgen -type Client

type Client interface {
	Charge(ctx context.Context) error
	charge(ctx context.Context) error
	next(ctx context.Context) error
	reset()
}
