package classify

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"syscall"
)

//go:generate cbgen -type Catalog

// Catalog knows what there is to buy.
//
//cbgen:ignore ErrNotFound,*ValidationError
type Catalog interface {
	Find(ctx context.Context, id string) (*Item, error)

	// A price of yesterday is better than none.
	//
	//cbgen:ignore off
	//cbgen:success ErrStale
	Price(ctx context.Context, id string) (cents int, err error)

	// The server says by the status how it is doing.
	//
	//cbgen:failure if="resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests"
	Get(ctx context.Context, path string) (resp *http.Response, err error)

	// Only these errors say something about the server.
	//
	//cbgen:ignore context.Canceled
	//cbgen:failure net.Error, syscall.ECONNREFUSED, *fs.PathError if="errors.Is(err, errBroken) && !isTest(ctx)"
	Fetch(context.Context, string) ([]byte, error)

	// A function over results needs no arguments.
	//
	//cbgen:failure if=isEmpty
	List(ctx context.Context) (items []*Item, more bool, err error)

	// So does an expression without spaces need no quotes.
	//
	//cbgen:success if=id==""
	//cbgen:failure if=http.DefaultClient==nil
	Peek(ctx context.Context, id string) error
}

type Item struct{}

type ValidationError struct{}

func (*ValidationError) Error() string { return "invalid" }

var (
	ErrNotFound = errors.New("not found")
	ErrStale    = errors.New("from yesterday")
	errBroken   = errors.New("broken")
)

func isTest(context.Context) bool { return false }

func isEmpty(items []*Item, more bool) bool { return len(items) == 0 && more }

var (
	_ net.Error
	_ = syscall.ECONNREFUSED
	_ fs.FS
)
