// Package typeparambuiltin has type parameters that are called like what is predeclared.
package typeparambuiltin

import "fmt"

//go:generate cbgen -type Store

type Strings interface {
	// Load returns what is predeclared, not the type parameters of Store.
	Load(key string) (any, error)
}

type Store[string comparable, any fmt.Stringer, nil, len comparable] interface {
	Strings
	Get(key string, n nil) (any, error)
	Swap(a len, b any) error
}
