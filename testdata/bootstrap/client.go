// Package bootstrap does not compile before its decorator is there.
package bootstrap

//go:generate cbgen -type Client

type Client interface {
	Do() error
}

type client struct{ guarded *GuardedClient }

func New(c Client) Client {
	g := client{NewGuardedClient(c)}
	for _, guard := range g.guarded.Guards() {
		_ = guard.Name()
	}
	return g.guarded
}
