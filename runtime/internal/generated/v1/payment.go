// Package v1 has a file of the first generation, which every later runtime has to run. Nothing
// generates it anew.
package v1

import "context"

// PaymentClient talks to the payment provider.
//
// Its policies were: breaker failures=5 open=30s, and for Charge breaker rate=50% window=20
// min=5 open=10s and bulkhead max=64 wait=50ms.
type PaymentClient interface {
	// Charge takes money.
	Charge(ctx context.Context, req *ChargeRequest) (*Receipt, error)
	Refund(ctx context.Context, id string) error
	Close() error
}

type ChargeRequest struct{}

type Receipt struct{}
