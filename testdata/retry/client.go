// Package retry has methods whose calls are made again when they fail.
package retry

import (
	"context"
	"errors"
	"io"
	"net/http"

	cb "github.com/cbgen/cbgen/runtime"
)

//go:generate cbgen -type Catalog

// Catalog is read, and it does no harm to read it twice.
//
//cbgen:retry attempts=3 backoff=50ms..1s budget=10%
//cbgen:idempotent
type Catalog interface {
	// Find finds an item.
	Find(ctx context.Context, id string) (*Item, error)

	// List takes its time.
	//
	//cbgen:timeout 2s
	//cbgen:retry
	//cbgen:bulkhead max=8
	List(ctx context.Context, ids ...string) (items []Item, err error)

	// Price is worth another attempt while the breaker rejects, or the bulkhead.
	//
	//cbgen:retryif ErrBusy,*TemporaryError,cb.ErrOpen,cb.ErrBulkheadFull
	Price(ctx context.Context, id string) (cents int, err error)

	// Stock is worth another attempt when it took too long.
	//
	//cbgen:timeout 1s
	//cbgen:retryif cb.ErrTimeout
	Stock(ctx context.Context, id string) (int, error)

	// Get is not worth another attempt if the request is at fault.
	//
	//cbgen:failure if="resp.StatusCode >= 500"
	//cbgen:retryif if="resp.StatusCode == 503 || resp.StatusCode == 429"
	Get(ctx context.Context, path string) (resp *http.Response, err error)

	// Open has to close what it does not return.
	//
	//cbgen:failure if="n == 0"
	Open(ctx context.Context, path string) (body io.ReadCloser, n int, err error)

	// RoundTrip needs the body of the request again.
	RoundTrip(req *http.Request) (*http.Response, error)

	// Ping has no context, and so no end but that of the attempts.
	Ping() error

	// Touch is not to be done twice.
	//
	//cbgen:retry off
	Touch(ctx context.Context) error
}

type Item struct{ ID string }

var ErrBusy = errors.New("busy")

type TemporaryError struct{}

func (*TemporaryError) Error() string { return "temporary" }

var _ cb.Policy
