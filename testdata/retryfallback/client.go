// Package retryfallback has fallbacks that answer when all attempts have failed.
package retryfallback

import (
	"context"
	"errors"
)

//go:generate cbgen -type Catalog

//cbgen:retry attempts=2
//cbgen:idempotent
//cbgen:breaker group=catalog
type Catalog interface {
	//cbgen:fallback
	Rejected(ctx context.Context, id string) (string, error)

	//cbgen:fallback on=failure
	Failure(ctx context.Context, id string) (string, error)

	//cbgen:fallback on=timeout
	//cbgen:timeout 1s
	//cbgen:ignore ErrNotFound
	Timeout(ctx context.Context, id string) (string, error)

	//cbgen:fallback never on=failure
	//cbgen:failure if="n < 0"
	Count(ctx context.Context) (n int)

	//cbgen:fallback on=failure
	//cbgen:retryif ErrBusy
	Named(ctx context.Context, ids ...string) (first, second string, err error)

	//cbgen:fallback on=failure
	//cbgen:timeout 1s
	Nothing(ctx context.Context)
}

var (
	ErrNotFound = errors.New("not found")
	ErrBusy     = errors.New("busy")
)

func never(ctx context.Context, cause error) (n int) { return 0 }
