package main

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/cbgen/cbgen/examples/internal/faulty"
	"github.com/cbgen/cbgen/examples/internal/network"
	"github.com/cbgen/cbgen/examples/internal/pages"
	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

// The upstreams, and what each answers when it is well.
var upstreams = []struct{ name, guard, answer string }{
	{"catalog", "Catalog.Product", `{"name":"Teapot"}`},
	{"prices", "Prices.Price", `{"cents":4200}`},
	{"reviews", "Reviews.Review", `{"stars":4.5}`},
}

// A shop is the gateway with its upstreams: real servers, all of them.
type shop struct {
	front   pages.Server
	servers map[string]*faulty.Server
	guards  *cb.Registry
	clients http.Client
}

// openShop has the gateway listen at the address, and the upstreams anywhere.
func openShop(n network.Network, address string) (*shop, error) {
	s := &shop{
		servers: make(map[string]*faulty.Server),
		guards:  new(cb.Registry),
		clients: http.Client{Transport: &http.Transport{DialContext: n.Dial, MaxIdleConnsPerHost: 100}},
	}
	for _, u := range upstreams {
		if err := s.serve(n, u.name, u.answer); err != nil {
			s.close()
			return nil, err
		}
	}
	if err := s.front.Open(n, address, s.handler()); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *shop) serve(n network.Network, name, answer string) error {
	listener, err := n.Listen(network.Loopback)
	if err != nil {
		return err
	}
	s.servers[name] = faulty.Serve(listener, patience/2, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, answer)
	}))
	return nil
}

func (s *shop) close() {
	s.front.Close()
	for _, server := range s.servers {
		server.Close()
	}
	s.clients.CloseIdleConnections()
}

// handler is all that the gateway serves. A load balancer that asks for
// /health/circuits?ready=1 sends it no more requests while the catalog is out of order; without
// prices and reviews it is ready.
func (s *shop) handler() http.Handler {
	upstream := func(name string) *httpClient { return &httpClient{s.servers[name].URL, &s.clients} }
	registered, timed := cb.WithRegistry(s.guards), cb.WithDurations()
	mux := http.NewServeMux()
	mux.Handle("GET /products/{id}", &gateway{
		catalog: NewGuardedCatalog(upstream("catalog"), registered, timed),
		prices:  NewGuardedPrices(upstream("prices"), registered, timed),
		reviews: NewGuardedReviews(upstream("reviews"), registered, timed),
	})
	mux.HandleFunc("POST /faults/{upstream}/{mood}", s.inject)
	mux.Handle("/", pages.Handler(s.guards, circuithttp.Critical("Catalog")))
	return mux
}

// inject puts an upstream into a mood, for those who want to play.
func (s *shop) inject(w http.ResponseWriter, r *http.Request) {
	if err := s.setMood(r.PathValue("upstream"), faulty.Mood(r.PathValue("mood"))); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

func (s *shop) setMood(upstream string, mood faulty.Mood) error {
	server := s.servers[upstream]
	if server == nil {
		return errors.New("the upstreams are catalog, prices and reviews")
	}
	switch mood {
	case faulty.Healthy, faulty.Slow, faulty.Failing, faulty.Hanging:
		server.SetMood(mood)
		return nil
	}
	return errors.New("the moods are healthy, slow, failing and hanging")
}

func (s *shop) moods() map[string]faulty.Mood {
	moods := make(map[string]faulty.Mood)
	for name, server := range s.servers {
		moods[name], _ = server.Mood()
	}
	return moods
}

// callers ask the gateway as a browser does, and do not wait for ever.
func (s *shop) callers() *http.Client {
	return &http.Client{Transport: s.clients.Transport, Timeout: 2 * patience}
}
