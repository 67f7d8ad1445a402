package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"

	cb "github.com/cbgen/cbgen/runtime"
)

type shop struct {
	payment PaymentClient
}

// ServeHTTP answers at once when the guard has turned the call away.
func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	receipt, err := s.payment.Charge(r.Context(), &ChargeRequest{Account: "acct_1", Cents: 4200})
	if rejected, ok := errors.AsType[*cb.RejectedError](err); ok {
		seconds := math.Ceil(rejected.RetryAfter().Seconds())
		w.Header().Set("Retry-After", strconv.Itoa(max(1, int(seconds))))
		http.Error(w, "payment is not available", http.StatusServiceUnavailable)
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	fmt.Fprintln(w, receipt.ID)
}

// brokenClient is a client whose provider is down.
type brokenClient struct{ PaymentClient }

func (brokenClient) Charge(context.Context, *ChargeRequest) (*Receipt, error) {
	return nil, errors.New("connection refused")
}

// The tenth failure opens the circuit: from then on nobody waits for the provider.
func ExampleNewGuardedPaymentClient() {
	shop := &shop{payment: NewGuardedPaymentClient(brokenClient{})}
	for range 12 {
		response := httptest.NewRecorder()
		shop.ServeHTTP(response, httptest.NewRequest(http.MethodPost, "/buy", nil))
		fmt.Print(response.Code, " ")
	}
	// Output: 502 502 502 502 502 502 502 502 502 502 503 503
}

// What went wrong is an error like any other.
func ExampleGuardedPaymentClient_Charge() {
	client := NewGuardedPaymentClient(brokenClient{})
	for range 11 {
		_, err := client.Charge(context.Background(), &ChargeRequest{Account: "acct_1", Cents: 4200})
		switch {
		case errors.Is(err, cb.ErrOpen):
			fmt.Println("turned away:", err)
		case errors.Is(err, cb.ErrBulkheadFull):
			fmt.Println("too many at once:", err)
		}
	}
	// Output: turned away: PaymentClient.Charge: circuit breaker is open
}
