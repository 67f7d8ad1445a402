package circuithttp_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cbgen/cbgen/runtime/circuithttp"
)

func TestFailedIsForStatusesOfAServerInTrouble(t *testing.T) {
	for status, want := range map[int]bool{
		200: false, 301: false, 400: false, 404: false, 408: false, 428: false, 429: true, 431: false, 499: false,
		500: true, 501: true, 503: true, 504: true, 599: true,
	} {
		require.Equal(t, want, circuithttp.Failed(&http.Response{StatusCode: status}), "%d", status)
	}
	require.False(t, circuithttp.Failed(nil), "it came with an error, which counts")
}
