package pages

import (
	"net/http"

	"github.com/cbgen/cbgen/examples/internal/network"
)

// A Server serves pages from when it is opened until it is closed.
type Server struct {
	URL    string // where they are
	server http.Server
}

// Open serves what the handler has at the address.
func (s *Server) Open(n network.Network, address string, handler http.Handler) error {
	listener, err := n.Listen(address)
	if err != nil {
		return err
	}
	s.URL = "http://" + listener.Addr().String()
	s.server.Handler = handler
	go s.server.Serve(listener)
	return nil
}

// Close ends it, if it has been opened.
func (s *Server) Close() { s.server.Close() }
