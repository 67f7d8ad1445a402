// Package typeself has itself in its signatures.
package typeself

//go:generate cbgen -type Client

type Client interface {
	With(other Client) (Client, error)
	All(ctx map[string]*Client) (func(Client) Client, error)
}
