package generated

import (
	"context"
	"io"
	"iter"
	"net/http"
)

//go:generate go run github.com/cbgen/cbgen/cmd/cbgen -type Feed

// Feed streams in every way.
//
//cbgen:breaker failures=1 open=10s jitter=0% probes=1
//cbgen:bulkhead max=1
//cbgen:ignore errNotFound
//cbgen:stream
type Feed interface {
	Events(ctx context.Context) iter.Seq2[int, error]

	Past(ctx context.Context) (iter.Seq[int], error)

	//cbgen:ignore off
	//cbgen:fallback noTopics
	Topics(ctx context.Context) iter.Seq[int]

	Live(ctx context.Context) (<-chan int, error)

	Download(ctx context.Context) (io.ReadCloser, error)

	//cbgen:stream idle=1m
	//cbgen:breaker failures=1 slow=1s open=10s jitter=0%
	Upload(ctx context.Context) (io.ReadCloser, error)

	//cbgen:failure if="resp.StatusCode >= 500"
	Get(req *http.Request) (resp *http.Response, err error)

	Resolve(ctx context.Context) func() (int, error)

	Subscribe(ctx context.Context) (subscription, error)
}

// A subscription has the methods of a stream of gRPC.
type subscription interface {
	Recv() (int, error)
	RecvMsg(m any) error
	CloseAndRecv() (int, error)
	Topic() string
}

func noTopics(context.Context, error) iter.Seq[int] {
	return func(yield func(int) bool) { yield(-1) }
}
