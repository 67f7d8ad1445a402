// Package genericlocal has a constraint that it declares itself.
package genericlocal

import "context"

//go:generate cbgen -type Sums

type Number interface {
	~int | ~int64 | ~float64
}

type Sums[N Number] interface {
	Add(ctx context.Context, values ...N) (N, error)
}
