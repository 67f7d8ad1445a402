package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"
)

// A mood is how the provider treats its callers.
type mood string

const (
	healthy mood = "healthy" // answers within 10 to 30 ms
	slow    mood = "slow"    // answers, but takes its time
	failing mood = "failing" // answers at once, with an error
	hanging mood = "hanging" // does not answer
)

// A provider is a payment provider: a real HTTP server.
type provider struct {
	server   http.Server
	url      string
	slowness time.Duration // how long a slow answer takes

	mu      sync.Mutex
	mood    mood
	changed chan struct{} // closed when the mood changes
}

func newProvider(listener net.Listener, slowness time.Duration) *provider {
	p := &provider{
		url:      "http://" + listener.Addr().String(),
		slowness: slowness,
		mood:     healthy,
		changed:  make(chan struct{}),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /charge", p.answer(`{"id":"ch_1"}`))
	mux.HandleFunc("POST /refund", p.answer(`{}`))
	p.server.Handler = mux
	go p.server.Serve(listener) // until close
	return p
}

// close ends all connections, also those that hang.
func (p *provider) close() { p.server.Close() }

func (p *provider) setMood(m mood) {
	p.mu.Lock()
	defer p.mu.Unlock()

	p.mood = m
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *provider) current() (mood, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()

	return p.mood, p.changed
}

func (p *provider) answer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// Until it has read the request, a server does not learn that the caller hung up.
		io.Copy(io.Discard, r.Body)
		m, changed := p.current()
		for m == hanging {
			select {
			case <-changed:
				m, changed = p.current()
			case <-r.Context().Done():
				return
			}
		}
		delay := 10*time.Millisecond + rand.N(20*time.Millisecond)
		switch m {
		case failing:
			http.Error(w, "out of order", http.StatusInternalServerError)
			return
		case slow:
			delay = p.slowness
		}
		select {
		case <-time.After(delay):
			fmt.Fprint(w, body)
		case <-r.Context().Done():
		}
	}
}
