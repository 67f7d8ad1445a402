package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"testing/synctest"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/stretchr/testify/require"
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
func TestShopAnswersAtOnceWhenTheCircuitIsOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shop := &shop{payment: NewGuardedPaymentClient(brokenClient{})}
		var codes []int
		for range 12 {
			response := httptest.NewRecorder()
			shop.ServeHTTP(response, httptest.NewRequest(http.MethodPost, "/buy", nil))
			codes = append(codes, response.Code)
			if response.Code == http.StatusServiceUnavailable {
				require.Equal(t, "1", response.Header().Get("Retry-After"))
			}
		}
		require.Equal(t, []int{502, 502, 502, 502, 502, 502, 502, 502, 502, 502, 503, 503}, codes)
	})
}

// What went wrong is an error like any other.
func TestRejectionIsAnErrorWithAReason(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := NewGuardedPaymentClient(brokenClient{})
		for range 10 {
			_, err := client.Charge(t.Context(), &ChargeRequest{Account: "acct_1", Cents: 4200})
			require.EqualError(t, err, "connection refused")
		}
		_, err := client.Charge(t.Context(), &ChargeRequest{Account: "acct_1", Cents: 4200})
		require.ErrorIs(t, err, cb.ErrOpen)
		require.NotErrorIs(t, err, cb.ErrBulkheadFull)
		require.EqualError(t, err, "PaymentClient.Charge: circuit breaker is open")
	})
}
