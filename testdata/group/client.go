// Package group declares its interface in a group, beside others.
package group

//go:generate cbgen -type Client

type (
	// Request is asked.
	Request struct{}

	// Client is a client.
	//
	//cbgen:breaker failures=3
	Client interface {
		Do(r Request) error
	}

	other interface{ Do() error }
)

var _ other
