// Package stripe is somebody else's.
package stripe

import (
	"context"
	"net/http"
	"time"
)

// A Client is what we have to do with.
type Client interface {
	// Charge takes money. This comment is not ours to copy.
	Charge(ctx context.Context, req *ChargeRequest) (*Receipt, error)
	// Balance cannot fail.
	Balance(ctx context.Context) Money
	Abort(ctx context.Context, id string, after time.Duration) error
	Transport() http.RoundTripper
}

type (
	ChargeRequest struct{ Amount Money }
	Receipt       struct{ ID string }
	Money         int64
)
