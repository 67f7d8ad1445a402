// Package paramblank has blank parameters, all or some of them.
package paramblank

import "context"

//go:generate cbgen -type Client

type Client interface {
	All(_ context.Context, _, _ string, _ ...int) error
	Some(_ context.Context, id string, _ bool) (_ int, _ error)
	Clash(_ string, p0 string, p1 int, _ bool) error
}
