// Package genericunion has a union with types of another package, without tildes.
package genericunion

import (
	"context"
	"time"
)

//go:generate cbgen -type Timer

type Timer[T time.Duration | time.Month | int] interface {
	Wait(ctx context.Context, t T) error
}
