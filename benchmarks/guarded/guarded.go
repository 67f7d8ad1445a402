// Package guarded is cbgen's side of the comparison: what it generates for one method
// with one policy or another. Every interface has the same method set, so that all
// decorators can stand before the same client.
package guarded

import (
	"context"
	"errors"
)

//go:generate go run github.com/cbgen/cbgen/cmd/cbgen -type Consecutive,Calls,Seconds,Slow,Classified,Fallback,Bulkhead,ConsecutiveBulkhead,CallsBulkhead,SecondsBulkhead,Keyed,Timeout,Retry

// Consecutive opens after failures in a row.
type Consecutive interface {
	//cbgen:breaker failures=5 open=1h
	Call(ctx context.Context) error
}

// Calls looks at the last hundred calls.
type Calls interface {
	//cbgen:breaker rate=50% window=100 open=1h
	Call(ctx context.Context) error
}

// Seconds looks at the last ten seconds.
type Seconds interface {
	//cbgen:breaker rate=50% window=10s min=20 open=1h
	Call(ctx context.Context) error
}

// Slow is Calls, and counts slow calls too.
type Slow interface {
	//cbgen:breaker rate=50% window=100 slow=1s open=1h
	Call(ctx context.Context) error
}

// Classified is Consecutive, and says which errors count.
type Classified interface {
	//cbgen:breaker failures=5 open=1h
	//cbgen:ignore errUnknown,*InvalidError
	//cbgen:failure if="errors.Is(err, errDown) || ctx == nil"
	Call(ctx context.Context) error
}

var (
	errUnknown = errors.New("unknown")
	errDown    = errors.New("down")
)

type InvalidError struct{}

func (*InvalidError) Error() string { return "invalid" }

// Fallback is Consecutive with a fallback for rejections and failures.
type Fallback interface {
	//cbgen:breaker failures=5 open=1h
	//cbgen:fallback callInstead on=failure
	Call(ctx context.Context) error
}

func callInstead(_ context.Context, cause error) error { return cause }

// Bulkhead has no breaker.
type Bulkhead interface {
	//cbgen:breaker off
	//cbgen:bulkhead max=1000
	Call(ctx context.Context) error
}

// ConsecutiveBulkhead is Consecutive with a bulkhead.
type ConsecutiveBulkhead interface {
	//cbgen:breaker failures=5 open=1h
	//cbgen:bulkhead max=1000
	Call(ctx context.Context) error
}

// CallsBulkhead is Calls with a bulkhead.
type CallsBulkhead interface {
	//cbgen:breaker rate=50% window=100 open=1h
	//cbgen:bulkhead max=1000
	Call(ctx context.Context) error
}

// Timeout is Consecutive with a timeout.
type Timeout interface {
	//cbgen:breaker failures=5 open=1h
	//cbgen:timeout 1m
	Call(ctx context.Context) error
}

// Retry is Consecutive with retries.
type Retry interface {
	//cbgen:breaker failures=5 open=1h
	//cbgen:retry attempts=3
	//cbgen:idempotent
	Call(ctx context.Context) error
}

// SecondsBulkhead is Seconds with a bulkhead.
type SecondsBulkhead interface {
	//cbgen:breaker rate=50% window=10s min=20 open=1h
	//cbgen:bulkhead max=1000
	Call(ctx context.Context) error
}

// Keyed is Consecutive with a guard for each tenant.
type Keyed interface {
	//cbgen:breaker failures=5 open=1h
	//cbgen:key tenantOf(ctx)
	Call(ctx context.Context) error
}

// tenantOf is one of many, as far as the guards know: another way to find it would be measured too.
func tenantOf(context.Context) string { return "tenant-0815" }
