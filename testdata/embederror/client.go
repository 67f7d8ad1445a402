// Package embederror embeds error.
package embederror

import "context"

//go:generate cbgen -type Failure

// Failure is an error that can be tried again.
type Failure interface {
	error
	Retry(ctx context.Context) error
}
