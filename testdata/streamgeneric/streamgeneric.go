package streamgeneric

import (
	"context"
	"iter"

	"github.com/cbgen/cbgen/testdata/streamgeneric/grpc"
)

//go:generate cbgen -type Store

//cbgen:stream
type Store[K comparable, V any] interface {
	//cbgen:key prefix
	All(ctx context.Context, prefix K) iter.Seq2[V, error]
	Watch(ctx context.Context, key K) (grpc.ServerStreamingClient[V], error)
	Fill(ctx context.Context) (Filler[K, V], error)
	Later(key K) func() (V, error)
}

type Filler[K comparable, V any] = grpc.ClientStreamingClient[Entry[K, V], V]

type Entry[K comparable, V any] struct {
	Key   K
	Value V
}
