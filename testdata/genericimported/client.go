// Package genericimported has constraints of other packages, which nothing else in the signatures needs.
package genericimported

import (
	"cmp"
	"context"
	"fmt"
)

//go:generate cbgen -type Sorter

type Sorter[T cmp.Ordered, S fmt.Stringer] interface {
	Sort(ctx context.Context, values []T, by S) ([]T, error)
}
