package main

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cbgen/cbgen/examples/internal/network"
)

func TestShowSaysWhereItsCircuitsAre(t *testing.T) {
	perform(t, 100*time.Millisecond, func(t *testing.T, s *show, out string) {
		for _, page := range []string{"/debug/circuits", "/health/circuits", "/metrics"} {
			require.Contains(t, out, s.pages.URL+page)
		}
	})
}

func TestPagesShowTheGuardedSide(t *testing.T) {
	s, err := newShow(io.Discard, network.TCP, network.Loopback, 20*time.Second, 100)
	require.NoError(t, err)
	defer s.close()
	for page, want := range map[string]string{
		"/debug/circuits":  "<!doctype html>",
		"/health/circuits": `"name":"PaymentClient.Charge"`,
		"/metrics":         `circuit_breaker_state{client="PaymentClient",method="Refund"} 0`,
	} {
		response, err := http.Get(s.pages.URL + page)
		require.NoError(t, err)
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, response.StatusCode)
		require.Contains(t, string(body), want)
	}
}
