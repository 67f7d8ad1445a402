package generated

import (
	"context"
	"net/http"
)

//go:generate go run github.com/cbgen/cbgen/cmd/cbgen -type Payment

// Payment has fallbacks of every kind.
//
//cbgen:breaker failures=1 open=10s jitter=0% probes=1
//cbgen:bulkhead max=1 wait=1m
type Payment interface {
	//cbgen:fallback queueCharge
	Charge(ctx context.Context, cents int) (receipt string, err error)

	//cbgen:fallback on=failure
	//cbgen:ignore errNotFound
	Rates(ctx context.Context, currencies ...string) (string, error)

	//cbgen:fallback on=failure
	//cbgen:failure if="resp.StatusCode >= 500"
	Page(ctx context.Context) (resp *http.Response, err error)

	//cbgen:fallback
	Enabled(ctx context.Context, name string) bool

	//cbgen:fallback
	Notify(ctx context.Context)
}

func queueCharge(ctx context.Context, cents int, cause error) (string, error) {
	return "queued", nil
}
