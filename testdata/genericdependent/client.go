// Package genericdependent has type parameters whose constraints name each other, the later ones too.
package genericdependent

import "context"

//go:generate cbgen -type Batches

type Batches[S ~[]E, E any, M ~map[E2]S, E2 comparable] interface {
	Send(ctx context.Context, batch S) (M, error)
	First(ctx context.Context) (E, error)
}
