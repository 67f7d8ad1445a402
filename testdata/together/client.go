// Package together has directives together that each change how a call is begun or ended.
package together

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
)

//go:generate cbgen -type Store

// ErrNotFound says that there is no such thing.
var ErrNotFound = errors.New("not found")

// A Request is for a tenant.
type Request struct{ Tenant string }

// Store keeps things.
//
//cbgen:breaker failures=5 open=10s
//cbgen:bulkhead max=64 wait=50ms
type Store interface {
	// Get has everything that a call can have.
	//
	//cbgen:key req.Tenant max=1000
	//cbgen:timeout 2s
	//cbgen:retry attempts=3
	//cbgen:idempotent
	//cbgen:ignore ErrNotFound
	//cbgen:fallback cached on=failure
	Get(ctx context.Context, req *Request) ([]byte, error)
	// Delete is retried for each tenant.
	//
	//cbgen:key tenant
	//cbgen:retry
	//cbgen:idempotent
	Delete(ctx context.Context, tenant string, ids ...string) error
	// Open has a deadline for the whole of what it opens.
	//
	//cbgen:stream
	//cbgen:timeout 1m
	Open(ctx context.Context, name string) (io.ReadCloser, error)
	// All is a stream for each tenant.
	//
	//cbgen:stream idle=10s
	//cbgen:key tenant
	//cbgen:timeout 1m
	All(ctx context.Context, tenant string) iter.Seq2[[]byte, error]
	// Page is a stream in a response.
	//
	//cbgen:stream
	//cbgen:timeout 10s
	//cbgen:fallback cachedPage on=rejected
	Page(req *http.Request) (*http.Response, error)
}

func cached(ctx context.Context, req *Request, cause error) ([]byte, error) { return nil, nil }

func cachedPage(req *http.Request, cause error) (*http.Response, error) { return nil, cause }
