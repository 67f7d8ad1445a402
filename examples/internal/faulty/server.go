// Package faulty has servers that treat their callers well or badly.
package faulty

import (
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"
)

// A Mood is how a server treats its callers.
type Mood string

const (
	Healthy Mood = "healthy" // answers within 10 to 30 ms
	Slow    Mood = "slow"    // answers, but takes its time
	Failing Mood = "failing" // answers at once, with an error
	Hanging Mood = "hanging" // does not answer
)

// A Server is a real HTTP server with moods.
type Server struct {
	URL string

	server   http.Server
	handler  http.Handler
	slowness time.Duration // how long a slow answer takes

	mu      sync.Mutex
	mood    Mood
	changed chan struct{} // closed when the mood changes
}

// Serve answers as the handler does, when the mood allows it. The server is healthy at first.
func Serve(listener net.Listener, slowness time.Duration, handler http.Handler) *Server {
	s := &Server{
		URL:      "http://" + listener.Addr().String(),
		handler:  handler,
		slowness: slowness,
		mood:     Healthy,
		changed:  make(chan struct{}),
	}
	s.server.Handler = http.HandlerFunc(s.answer)
	go s.server.Serve(listener) // until Close
	return s
}

// Close ends all connections, also those that hang.
func (s *Server) Close() { s.server.Close() }

// SetMood is for the calls that come, and for those that hang.
func (s *Server) SetMood(m Mood) {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.mood = m
	close(s.changed)
	s.changed = make(chan struct{})
}

// Mood is the one that the server is in, and a channel that is closed when it changes.
func (s *Server) Mood() (Mood, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.mood, s.changed
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	// Until it has read the request, a server does not learn that the caller hung up.
	io.Copy(io.Discard, r.Body)
	m, changed := s.Mood()
	for m == Hanging {
		select {
		case <-changed:
			m, changed = s.Mood()
		case <-r.Context().Done():
			return
		}
	}
	delay := 10*time.Millisecond + rand.N(20*time.Millisecond)
	switch m {
	case Failing:
		http.Error(w, "out of order", http.StatusInternalServerError)
		return
	case Slow:
		delay = s.slowness
	}
	select {
	case <-time.After(delay):
		s.handler.ServeHTTP(w, r)
	case <-r.Context().Done():
	}
}
