package streamnames

import (
	"context"
	"io"
	"iter"
)

//go:generate cbgen -type Client

// Client has the names of the generated code.
//
//cbgen:stream
type Client interface {
	Seq(yield context.Context, call, err string) iter.Seq2[cb, error]
	Named(ended, cause int) (err pairs)
	Twice(yield int) (call io.ReadCloser, r0 int, err error)
	Recv() (m, error)
	Later(err error) (future, error)
	Chan(cb int) (events, error)
}

type (
	cb     int
	pairs  iter.Seq2[*cb, error]
	events <-chan cb
	future func() (cb, error)
	m      interface {
		Recv() (cb, error)
		RecvMsg(m m) error
	}
)

type recvOfGuardedClient struct{}
