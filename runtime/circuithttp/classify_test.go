package circuithttp_test

import (
	"net/http"
	"testing"

	"github.com/cbgen/cbgen/runtime/circuithttp"
)

func TestFailedIsForStatusesOfAServerInTrouble(t *testing.T) {
	for status, want := range map[int]bool{
		200: false, 301: false, 400: false, 404: false, 408: false, 428: false, 429: true, 431: false, 499: false,
		500: true, 501: true, 503: true, 504: true, 599: true,
	} {
		if got := circuithttp.Failed(&http.Response{StatusCode: status}); got != want {
			t.Errorf("%d: %v, want %v", status, got, want)
		}
	}
	if circuithttp.Failed(nil) {
		t.Error("no response comes with an error, and that counts")
	}
}
