// Package unexported has an unexported interface: what is generated is unexported too.
package unexported

import "context"

//go:generate cbgen -type store

type store interface {
	get(ctx context.Context, id string) (string, error)
}
