package codehidden

import (
	"context"
	_ "io"

	_ "github.com/cbgen/cbgen/runtime"
)

//go:generate cbgen -type Client

// Client has directives with names that mean something else elsewhere.
type Client interface {
	//cbgen:ignore ErrBusy
	//cbgen:key errors.Code
	Send(Errors) error
	// What the package declares is meant, and not what it imports as _.
	//
	//cbgen:failure if="io(n)"
	//cbgen:fallback none
	//cbgen:retry
	//cbgen:idempotent
	//cbgen:retryif if="cb > n"
	Count(ctx context.Context, cb int) (n int)
	//cbgen:failure if="func(busy bool) bool { call := busy; return call }(busy)"
	Do(ctx context.Context) (busy bool, err error)
	// A package that only the body needs steps aside for what an expression declares.
	//
	//cbgen:failure if="func(errors int) bool { return err == ErrBusy && errors > 0 }(1)"
	//cbgen:retry
	//cbgen:idempotent
	//cbgen:retryif cb.ErrOpen
	Try(ctx context.Context) error
	// The parameter, which steps aside for a package, is not what an expression declares.
	//
	//cbgen:ignore ErrBusy
	//cbgen:failure if="func() bool { errors2 := Errors{}; return errors == errors2 }()"
	Resend(Errors) error
}

type Errors struct{ Code int }

var ErrBusy error

func io(int) bool { return false }

func none(context.Context, int, error) int { return 0 }
