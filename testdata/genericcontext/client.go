// Package genericcontext has a type parameter that is a context, and one that is a request's body.
package genericcontext

import (
	"context"
	"io"
)

//go:generate cbgen -type Sender

type Sender[C context.Context, B io.Reader] interface {
	Send(ctx C, body B) error
}
