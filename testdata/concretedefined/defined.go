// Package concretedefined defines its type as another one, whose methods it has not, but whose
// embedded fields it has.
package concretedefined

//go:generate cbgen -type Client

//cbgen:breaker failures=2
type Client server

type server struct{ *conn }

func (server) Serve() error { return nil }

type conn struct{}

//cbgen:bulkhead max=3
func (*conn) Send(message string) error { return nil }

func (c Client) Ping() error { return c.Send("ping") }

var _ = server.Serve
