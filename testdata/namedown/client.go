// Package namedown is for a type that is declared as another interface of its own.
package namedown

//go:generate cbgen -type Client

type Getter interface {
	// Get gets.
	//
	//cbgen:breaker failures=3
	Get(key string) (string, error)
}

type Client Getter
