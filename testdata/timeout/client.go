// Package timeout has methods whose calls have a deadline.
package timeout

import (
	"context"
	"net"
	"net/http"
)

//go:generate cbgen -type PaymentClient

// PaymentClient talks to the payment provider.
//
//cbgen:timeout 2s
type PaymentClient interface {
	// Charge takes money.
	Charge(ctx context.Context, req *ChargeRequest) (*Receipt, error)

	// Refund gives it back. It takes longer, and that is a failure only if it hangs.
	//
	//cbgen:timeout 1m
	//cbgen:bulkhead max=8
	//cbgen:ignore context.DeadlineExceeded
	Refund(ctx context.Context, id string) error

	// Rates are known from yesterday, if need be.
	//
	//cbgen:timeout 300ms
	//cbgen:fallback yesterday on=timeout
	Rates(ctx context.Context, currencies ...string) (map[string]float64, error)

	// Balance is nothing in an outage.
	//
	//cbgen:fallback unknown on=failure
	Balance(ctx context.Context) int

	// Send has its context in the request.
	Send(id string, req *http.Request) (*Receipt, error)

	// Settle and Cancel share a breaker, which waits for the longer of the two.
	//
	//cbgen:timeout 20s
	//cbgen:breaker open=10s group=settlement
	Settle(ctx context.Context) error
	//cbgen:timeout 5s
	//cbgen:breaker open=10s group=settlement
	Cancel(ctx context.Context) error

	// Reserve has no breaker, and yet a deadline.
	//
	//cbgen:breaker off
	Reserve(ctx context.Context) error

	// Dial needs the context no longer once the connection is there.
	Dial(ctx context.Context, addr string) (net.Conn, error)

	// Close waits for as long as it takes.
	//
	//cbgen:timeout off
	Close() error
}

type (
	ChargeRequest struct{ Cents int }
	Receipt       struct{ ID string }
)

func yesterday(ctx context.Context, currencies []string, cause error) (map[string]float64, error) {
	return nil, cause
}

func unknown(ctx context.Context, cause error) int { return 0 }
