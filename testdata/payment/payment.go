// Package payment is the example of the documentation.
package payment

import "context"

//go:generate cbgen -type PaymentClient

// PaymentClient talks to the payment provider.
//
//cbgen:breaker failures=5 open=30s
type PaymentClient interface {
	// Charge takes money.
	//
	//cbgen:breaker rate=50% window=20 min=5 open=10s
	//cbgen:bulkhead max=64 wait=50ms
	Charge(ctx context.Context, req *ChargeRequest) (*Receipt, error)
	Refund(ctx context.Context, id string) error
	Close() error
}

type ChargeRequest struct{ Cents int }

type Receipt struct{ ID string }
