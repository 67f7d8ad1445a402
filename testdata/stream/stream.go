package stream

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
)

//go:generate cbgen -type Feed

// Feed streams in every way.
//
//cbgen:bulkhead max=100
//cbgen:stream
type Feed interface {
	// Events are those of a topic, from now on.
	Events(ctx context.Context, topic string) iter.Seq2[Event, error]

	//cbgen:ignore ErrNoTopic
	Past(ctx context.Context, topic string) (events iter.Seq[Event], err error)

	//cbgen:fallback noTopics
	Topics(ctx context.Context) iter.Seq[string]

	Live(ctx context.Context, topic string) (<-chan Event, error)

	//cbgen:fallback
	//cbgen:stream idle=10s
	Ticks() <-chan int

	//cbgen:fallback cached on=failure
	Download(ctx context.Context, name string) (content io.ReadCloser, size int64, err error)

	//cbgen:failure if="resp.StatusCode >= 500"
	Get(req *http.Request) (resp *http.Response, err error)

	//cbgen:key name
	//cbgen:success ErrNoTopic
	Resolve(ctx context.Context, name string) func() (Event, error)

	//cbgen:ignore ErrNoTopic
	//cbgen:key topic
	Subscribe(ctx context.Context, topic string) (Subscription, error)

	//cbgen:failure if=isDown
	//cbgen:ignore if="ctx.Err() != nil && err != nil"
	Query(ctx context.Context, text string) iter.Seq2[Event, error]

	// Publish does not stream.
	Publish(ctx context.Context, topic string, event Event) error

	//cbgen:stream off
	Raw(ctx context.Context) (io.ReadCloser, error)
}

type Event struct{ Text string }

// A Subscription has the methods of a stream of gRPC.
type Subscription interface {
	Recv() (*Event, error)
	RecvMsg(m any) error
	CloseAndRecv() (int, error)
	CloseSend() error
	consumer()
}

var ErrNoTopic = errors.New("no such topic")

func noTopics(context.Context, error) iter.Seq[string] { return func(func(string) bool) {} }

func cached(context.Context, string, error) (io.ReadCloser, int64, error) { return http.NoBody, 0, nil }

func isDown(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }
