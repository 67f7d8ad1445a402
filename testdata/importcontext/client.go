// Package importcontext has another package that is called context.
package importcontext

import "github.com/cbgen/cbgen/testdata/importcontext/context"

//go:generate cbgen -type Client

type Client interface {
	Do(c *context.Background) error
}
