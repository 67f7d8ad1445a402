// Package timingnames has the names that generated code would like to have.
package timingnames

import (
	"context"
	stdhttp "net/http"
)

//go:generate cbgen -type Client

//cbgen:timeout 1s
//cbgen:retry
//cbgen:idempotent
type Client interface {
	Get(attempts context.Context, call string, again int, cb bool) (body string, err error)

	//cbgen:retryif if="again > 1"
	Count(attempts context.Context, call string) (again int, err error)

	Do(body *stdhttp.Request, bodyErr string) (attempts int, err error)
	GetOnce(context.Context, string) error
	Both(ctx context.Context, req *stdhttp.Request) (int, error)
	Errors(ctx context.Context) (error, error)
}
