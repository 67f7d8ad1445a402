// Package typeiter has iterators.
package typeiter

import (
	"context"
	"iter"
)

//go:generate cbgen -type Client

type Client interface {
	All(ctx context.Context) (iter.Seq2[string, error], error)
	Send(ctx context.Context, values iter.Seq[[]byte]) error
	Walk(func(yield func(string, error) bool)) (n int, err error)
}
