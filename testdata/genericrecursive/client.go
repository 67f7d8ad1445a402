// Package genericrecursive refers to its own instances in its signatures.
package genericrecursive

import "context"

//go:generate cbgen -type Node

type Node[T any] interface {
	Value(ctx context.Context) (T, error)
	Children(ctx context.Context) ([]Node[T], error)
	Map(f func(Node[T]) T) (Node[T], error)
}
