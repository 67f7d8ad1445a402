package generated

import (
	"context"
	"errors"
	"net/http"

	cb "github.com/cbgen/cbgen/runtime"
)

//go:generate go run github.com/cbgen/cbgen/cmd/cbgen -type Warehouse

// Warehouse has timeouts and retries, and what they meet.
//
//cbgen:breaker failures=20 open=10s jitter=0%
//cbgen:idempotent
type Warehouse interface {
	//cbgen:timeout 2s
	//cbgen:bulkhead max=1
	Reserve(ctx context.Context, id string) error

	//cbgen:timeout 2s
	//cbgen:fallback reserveLater on=timeout
	Order(ctx context.Context, id string) (string, error)

	//cbgen:timeout 2s
	Send(req *http.Request) error

	//cbgen:retry attempts=3 backoff=1s..4s
	//cbgen:bulkhead max=1
	Stock(ctx context.Context, id string) (n int, err error)

	//cbgen:retry attempts=3
	//cbgen:timeout 1s
	//cbgen:retryif errBusy,cb.ErrTimeout,cb.ErrBulkheadFull
	//cbgen:bulkhead max=1
	Price(ctx context.Context, id string) (cents int, err error)

	//cbgen:retry attempts=2
	//cbgen:failure if="resp.StatusCode >= 500"
	RoundTrip(req *http.Request) (resp *http.Response, err error)

	//cbgen:retry attempts=4
	//cbgen:breaker failures=3 open=1m
	//cbgen:fallback findInstead
	Find(ctx context.Context, id string) (string, error)

	//cbgen:retry attempts=2
	//cbgen:fallback findInstead on=failure
	Look(ctx context.Context, id string) (string, error)

	//cbgen:retry attempts=2
	//cbgen:timeout 1s
	//cbgen:fallback countInstead on=failure
	Count(ctx context.Context) int
}

func reserveLater(ctx context.Context, id string, cause error) (string, error) {
	return "later", nil
}

func findInstead(ctx context.Context, id string, cause error) (string, error) {
	return "instead: " + cause.Error(), nil
}

func countInstead(ctx context.Context, cause error) int { return -1 }

var _ cb.Policy // whose package directives use

var errBusy = errors.New("busy")
