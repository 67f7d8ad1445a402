// Package contextnotfirst has contexts in other places than the first, and behind an alias.
package contextnotfirst

import "context"

//go:generate cbgen -type Client

type Context = context.Context

type Client interface {
	Get(key string, ctx context.Context) error
	Put(key string, _ Context, value string) error
	Two(a, b context.Context) error
}
