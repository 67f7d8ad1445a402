// Package paramlocals has parameters that are called like what a decorator has of its own.
package paramlocals

import "context"

//go:generate cbgen -type Client

type Client interface {
	Do(c, call, err, next string) error
	Again(c2, call2, err2, c, call, err int) (r0 int, e error)
	Guard(ctx context.Context, cb, client, opts string, guard any) error
}
