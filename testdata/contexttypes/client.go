// Package contexttypes has parameters that are contexts without being called so.
package contexttypes

import (
	"context"
	"time"
)

//go:generate cbgen -type Client

// Session is an interface that embeds context.Context.
type Session interface {
	context.Context
	User() string
}

// Request is a struct that embeds it.
type Request struct {
	context.Context
	ID string
}

// Clock has all that a context has, and does not name the package.
type Clock struct{}

func (*Clock) Deadline() (time.Time, bool) { return time.Time{}, false }
func (*Clock) Done() <-chan struct{}       { return nil }
func (*Clock) Err() error                  { return nil }
func (*Clock) Value(key any) any           { return nil }

// Almost has a method of the name only.
type Almost interface {
	Deadline() (time.Time, error)
}

type Client[C context.Context] interface {
	Charge(session Session, cents int) error
	Refund(id string, request *Request) error
	Cancel(Clock *Clock) error
	Unnamed(Session) error
	TypeParameter(c C) error

	// Both is given a context.Context, which counts before what can be passed for one.
	Both(session Session, ctx context.Context) error

	// NoPointer is given something that only by its address is a context.
	NoPointer(clock Clock) error
	Almost(almost Almost) error
}
