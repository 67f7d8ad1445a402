package circuithttp

import (
	"maps"
	"net/http"
	"sync"
	"weak"

	cb "github.com/cbgen/cbgen/runtime"
)

// Handler serves the circuits of the registry.
//
// So that the page can show the last ten minutes when it is opened in the middle of an
// outage, the handler listens to the registry and takes the totals of every guard each five
// seconds, by a timer and without a goroutine; this stops when the handler is garbage. The
// streams of open pages end when their server is shut down. There may be 256 of them; others are
// asked to come again later.
func Handler(r *cb.Registry, opts ...Option) http.Handler {
	if r == nil {
		panic("circuithttp: Handler(nil)")
	}
	h := &handler{registry: r, history: keepHistory(r), servers: make(map[weak.Pointer[http.Server]]chan struct{})}
	for _, opt := range opts {
		opt(h)
	}
	h.live.handler = h

	mux := http.NewServeMux()
	mux.HandleFunc("GET /health/circuits", h.health)
	mux.HandleFunc("GET /debug/circuits", h.page)
	mux.HandleFunc("GET /debug/circuits/{$}", h.withoutSlash)
	mux.HandleFunc("GET /debug/circuits/{asset}", h.asset)
	mux.HandleFunc("GET /debug/circuits/events", h.stream)
	if h.authorize != nil {
		mux.HandleFunc("POST /debug/circuits", h.control)
	}
	h.mux = mux
	return h
}

// An Option changes what a [Handler] serves.
type Option func(*handler)

type handler struct {
	registry  *cb.Registry
	critical  []string                 // names of circuits and of clients
	authorize func(*http.Request) bool // nil where there is no control

	mux     *http.ServeMux
	history *history
	live    live

	mu      sync.Mutex
	servers map[weak.Pointer[http.Server]]chan struct{} // closed when the server is shut down
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", policyOfContent)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
	h.mux.ServeHTTP(w, r)
}

// shutdown is closed when the server of the request is shut down, which would otherwise wait
// for the stream to end.
func (h *handler) shutdown(r *http.Request) <-chan struct{} {
	server, ok := r.Context().Value(http.ServerContextKey).(*http.Server)
	if !ok {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()

	down := h.servers[weak.Make(server)]
	if down == nil {
		maps.DeleteFunc(h.servers, func(s weak.Pointer[http.Server], _ chan struct{}) bool { return s.Value() == nil })
		down = make(chan struct{})
		h.servers[weak.Make(server)] = down
		server.RegisterOnShutdown(func() { close(down) })
	}
	return down
}
