package key

import (
	"context"
	"net/http"

	_ "github.com/cbgen/cbgen/testdata/key/tenants"
)

//go:generate cbgen -type PaymentClient

//cbgen:breaker failures=5
type PaymentClient interface {
	// Charge takes money.
	//
	//cbgen:key req.MerchantID max=1000 idle=1m
	Charge(ctx context.Context, req *ChargeRequest) (*Receipt, error)

	//cbgen:key req.Shard()
	//cbgen:bulkhead max=64
	Refund(ctx context.Context, req *RefundRequest) error

	//cbgen:key tenants.Of(ctx)
	//cbgen:fallback noRates on=failure
	Rates(ctx context.Context, currencies ...string) (map[string]float64, error)

	//cbgen:key req.Charge.Country
	//cbgen:fallback
	Void(ctx context.Context, req *RefundRequest) error

	//cbgen:key "[2]string{req.URL.Scheme, req.URL.Host}"
	RoundTrip(req *http.Request) (*http.Response, error)

	//cbgen:key 'id == "test"'
	Find(ctx context.Context, id string) error

	Balance(ctx context.Context) (int, error)
}

type ChargeRequest struct {
	MerchantID string
	*Merchant
}

type Merchant struct{ Country string }

type RefundRequest struct{ Charge *ChargeRequest }

type Shard int

func (r *RefundRequest) Shard() Shard { return 0 }

type Receipt struct{}

func noRates(context.Context, []string, error) (map[string]float64, error) { return nil, nil }
