// Package unnamed has parameters without names, and blank ones.
package unnamed

import "context"

//go:generate cbgen -type Client

type Client interface {
	Get(context.Context, string, ...int) (string, bool, error)
	Put(_ context.Context, _ string, value []byte) (_ int, err error)
	Close(int)
	Types(*Request, Range, error, any, []Request, Request) error
}

type Request struct{}

// Range would be a keyword.
type Range struct{}
