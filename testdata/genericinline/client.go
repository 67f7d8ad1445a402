// Package genericinline has constraints that are written where they are used.
package genericinline

import "context"

//go:generate cbgen -type IDs

type IDs[I ~int64 | ~string, S interface {
	~string
	Valid() bool
}] interface {
	Next(ctx context.Context, after I) (S, error)
}
