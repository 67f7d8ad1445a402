// Package colliding has parameters and results that are called what cbgen would call its own.
package colliding

import (
	"context"
	"net/url"
)

//go:generate cbgen -type Client

type Client interface {
	Call(c context.Context, call string, err error) error
	Fetch(ctx context.Context, url *url.URL) (r0 string, err error)
	Plain(context string, cb int, time bool) (int, error)
	Result(r1 int) (int, int, error)
	Named(ctx context.Context) (call int, c string, e error)
	Types(string string, error error, nil int, true bool) error
	Next(next, client, opts string) error
}
