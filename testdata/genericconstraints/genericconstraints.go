// Package genericconstraints has type parameters whose constraints are unions, interfaces
// with methods, instances, and of another package.
package genericconstraints

import (
	"cmp"
	"context"
	"fmt"
)

//go:generate cbgen -type Index

type Number interface {
	~int | ~int64 | ~float64
}

type Codec[T any] interface {
	Encode(T) ([]byte, error)
}

type Index[
	I ~int | ~uint64,
	N Number,
	S interface {
		~string
		fmt.Stringer
	},
	C Codec[N],
	P interface{ *N },
	O cmp.Ordered,
] interface {
	Find(ctx context.Context, id I, tag S) (N, error)
	Encode(ctx context.Context, codec C, value P) ([]byte, error)
	Sort(ctx context.Context, values ...O) ([]O, error)
}
