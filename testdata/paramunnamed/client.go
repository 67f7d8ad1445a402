// Package paramunnamed has parameters without names, whose types give them some.
package paramunnamed

import (
	"context"
	"net/http"
	"net/url"
)

//go:generate cbgen -type Client

type Request struct{}

type Type struct{}

type Client interface {
	Do(context.Context, *Request, Request, *url.URL, []Request) error
	Keyword(Type, error, any, func()) error
	Twice(context.Context, context.Context) error
	Request(*http.Request, http.ResponseWriter) error
}
