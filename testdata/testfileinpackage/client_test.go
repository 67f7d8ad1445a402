package testfileinpackage

//go:generate cbgen -type Client

// Client is for tests.
type Client interface {
	Do(r Request, with struct{ secret string }) error
}

func newClient(c Client) Client { return NewGuardedClient(c) }

var _ = newClient
