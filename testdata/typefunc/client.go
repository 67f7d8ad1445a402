// Package typefunc has functions for parameters and results.
package typefunc

import (
	"context"
	"net/http"
)

//go:generate cbgen -type Client

type Client interface {
	Each(ctx context.Context, do func(ctx context.Context, n int) (string, error)) error
	Handler(next func(int, ...string), done func()) (func() error, error)
	Curry(f func(int) func(string) (n int, err error)) (func(func()) func(), error)
	Handle(http.HandlerFunc) error
}
