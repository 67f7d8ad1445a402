package classifynames

import (
	"context"
	fail "errors"
	. "io"
)

//go:generate cbgen -type Client

// Client uses up the names that its decorator would like to have.
type Client interface {
	// The error is called cb, which is what the runtime is called elsewhere.
	//
	//cbgen:ignore *Failure,EOF
	//cbgen:failure if="c(call, errors) && r0 == 0"
	Do(ctx context.Context, call string, errors []error) (_ int, cb error)

	//cbgen:ignore second
	//cbgen:success if="fail.Is(second, fail.New(err)) || call()"
	Go(err string) (int, error)

	//cbgen:ignore *Failure
	//cbgen:fallback cause
	Run(context string, fallback, c2 int) error

	//cbgen:ignore EOF
	Hide(fail int) error

	// What the package is called because of Hide is not what the condition calls its own.
	//
	//cbgen:failure if="func() bool { fail2 := second; return fail.Is(cb, fail2) }()"
	Show() (cb error)
}

var second = fail.New("second")

var err = fail.New("first")

type Failure struct{ error }

func c(string, []error) bool { return false }

func call() bool { return false }

func cause(context string, fallback, c2 int, because error) error { return because }

var _ = Discard
