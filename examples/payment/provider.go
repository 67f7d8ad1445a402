package main

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/cbgen/cbgen/examples/internal/faulty"
)

// newProvider is a payment provider: a real HTTP server.
func newProvider(listener net.Listener, slowness time.Duration) *faulty.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /charge", answer(`{"id":"ch_1"}`))
	mux.HandleFunc("POST /refund", answer(`{}`))
	return faulty.Serve(listener, slowness, mux)
}

func answer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}
