// Package parenthesized declares types in a group.
package parenthesized

//go:generate cbgen -type Client

type (
	Request struct{}

	// Client is a client.
	//
	//cbgen:breaker failures=3
	Client interface {
		Do(r (Request)) (error)
		More() (error)
	}
)
