// Package requests has methods that get their context in an HTTP request.
package requests

import (
	"context"
	"net/http"
)

//go:generate cbgen -type Transport

type Transport interface {
	http.RoundTripper
	Send(account string, req *http.Request) error
	Do(*http.Request) (*http.Response, error)

	// Forward is given a context of its own, which counts before the request's.
	Forward(req *http.Request, ctx context.Context) error

	// Enqueue is given a request by value, which nobody can ask for its context.
	Enqueue(req http.Request) error
}
