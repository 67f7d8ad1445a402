// Package aliasofown is for an alias of an interface of its own.
package aliasofown

//go:generate cbgen -type Client

// Getter gets.
//
//cbgen:breaker failures=3
type Getter interface {
	Get(key string) (string, error)
}

type Client = Getter
