package streamhidden

import (
	"context"
	"errors"
	"iter"
	"time"
)

//go:generate cbgen -type Client

// Client has parameters with the names of the types that are needed where they are known.
//
//cbgen:stream
type Client interface {
	//cbgen:ignore ErrGone
	Watch(ctx context.Context, error string) (events iter.Seq[Event], err error)
	Past(Event string, time time.Time) iter.Seq2[Event, error]
	Times(time int, cb string) iter.Seq2[time.Time, error]
	Later(int string) func() (int, error)
	Call() func() (call, error)
	//cbgen:failure if="n == 0 && error != ``"
	//cbgen:fallback zero
	//cbgen:retry
	//cbgen:idempotent
	Count(error string) (n int)
}

type Event struct{ Name string }

type call struct{ n int }

var ErrGone = errors.New("gone")

func zero(string, error) int { return 0 }
