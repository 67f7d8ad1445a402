// Package importruntimeblank imports the runtime for its directives alone, which call it cb.
package importruntimeblank

import (
	"context"

	_ "github.com/cbgen/cbgen/runtime"
)

//go:generate cbgen -type Client

// Client calls a service that is guarded itself.
type Client interface {
	// Get says nothing about this service if the one behind it is open.
	//
	//cbgen:ignore cb.ErrOpen,*cb.RejectedError
	Get(ctx context.Context, id string) (string, error)
}
