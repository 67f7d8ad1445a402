// Package errorcustom has errors of types of its own, which cannot report a rejection.
package errorcustom

//go:generate cbgen -type Client

type Problem struct{ Code int }

func (p *Problem) Error() string { return "problem" }

type Failure interface {
	error
	Temporary() bool
}

type Named error

type Client interface {
	Pointer() *Problem
	Interface() (int, Failure)
	Named() Named
	Do() error
}
