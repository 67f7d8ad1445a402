package main

import "context"

//go:generate go run github.com/cbgen/cbgen/cmd/cbgen -type PaymentClient

// PaymentClient talks to the payment provider.
//
//cbgen:breaker failures=5 slow=250ms slowrate=50% window=10 min=5 open=500ms
//cbgen:bulkhead max=5
type PaymentClient interface {
	// Charge takes money.
	//
	//cbgen:breaker rate=50% slow=250ms slowrate=50% window=20 min=10 open=500ms
	//cbgen:bulkhead max=20 wait=50ms
	Charge(ctx context.Context, req *ChargeRequest) (*Receipt, error)

	// Refund gives money back.
	Refund(ctx context.Context, id string) error

	// Close gives up the connections to the provider.
	//
	//cbgen:skip
	Close() error
}

// A ChargeRequest says what to take from whom.
type ChargeRequest struct {
	Account string `json:"account"`
	Cents   int    `json:"cents"`
}

// A Receipt is the proof of a charge.
type Receipt struct {
	ID string `json:"id"`
}
