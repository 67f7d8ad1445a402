package fallbackinterface

import "context"

//go:generate cbgen -type PaymentClient

// PaymentClient talks to the payment provider.
//
//cbgen:fallback
type PaymentClient interface {
	// Charge takes money.
	Charge(ctx context.Context, req *ChargeRequest) (*Receipt, error)

	//cbgen:fallback off
	Refund(ctx context.Context, id string) error

	//cbgen:fallback on=failure
	Balance(context.Context, string, ...int) (cents int, _ error)

	//cbgen:skip
	Close() error
}

type ChargeRequest struct{}

type Receipt struct{}
