package fallback

import (
	"context"
	"errors"
	"io"
	"net/http"
)

//go:generate cbgen -type PaymentClient

type PaymentClient interface {
	// Charge takes money.
	//
	//cbgen:fallback queueCharge
	Charge(ctx context.Context, req *ChargeRequest) (*Receipt, error)

	//cbgen:fallback cachedRates on=failure
	Rates(ctx context.Context, currencies ...string) (map[string]float64, error)

	//cbgen:fallback emptyPage on=failure
	//cbgen:failure if="resp.StatusCode >= 500"
	Page(ctx context.Context, path string) (resp *http.Response, err error)

	//cbgen:fallback noReport on=failure
	//cbgen:failure if="report == nil"
	Report(ctx context.Context) (report io.ReadCloser, length int, err error)
}

type ChargeRequest struct{}

type Receipt struct{}

// errQueued says that the money is going to be taken later.
var errQueued = errors.New("the charge is in the queue")

// queueCharge has what Charge has, and why it is called.
func queueCharge(ctx context.Context, req *ChargeRequest, cause error) (*Receipt, error) {
	return nil, errors.Join(errQueued, cause)
}

func cachedRates(ctx context.Context, currencies []string, cause error) (map[string]float64, error) {
	return map[string]float64{}, nil
}

func emptyPage(context.Context, string, error) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
}

func noReport(context.Context, error) (io.ReadCloser, int, error) { return http.NoBody, 0, nil }
