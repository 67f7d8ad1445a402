package generated

import (
	"context"
	"errors"
	"net/http"
)

//go:generate go run github.com/cbgen/cbgen/cmd/cbgen -type Catalog

// Catalog has its results classified in every way.
//
//cbgen:breaker failures=2 open=10s jitter=0% probes=1
//cbgen:bulkhead max=1
type Catalog interface {
	//cbgen:ignore errNotFound,*invalidError
	Find(ctx context.Context, id string) (item string, err error)

	//cbgen:success errStale
	Price(ctx context.Context, id string) (cents int, err error)

	//cbgen:failure if="resp.StatusCode >= 500"
	Get(ctx context.Context, path string) (resp *http.Response, err error)

	//cbgen:failure errDown
	Fetch(ctx context.Context) error

	//cbgen:ignore if="errors.Is(err, errNotFound) && id != important"
	//cbgen:failure if=isFailure
	Peek(ctx context.Context, id string) (item string, err error)

	//cbgen:ignore errNotFound
	//cbgen:success errStale if="errors.Is(err, errNotFound)"
	//cbgen:failure errDown if="errors.Is(err, errStale)"
	First(ctx context.Context) error
}

const important = "important"

var (
	errNotFound = errors.New("not found")
	errStale    = errors.New("stale")
	errDown     = errors.New("down")
)

type invalidError struct{}

func (*invalidError) Error() string { return "invalid" }

func isFailure(item string, err error) bool { return item == "" && !errors.Is(err, errStale) }
