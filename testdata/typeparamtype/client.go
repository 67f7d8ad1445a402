// Package typeparamtype has type parameters that are called like the interface, and like its decorator.
package typeparamtype

//go:generate cbgen -type Client

type Client[Client any, GuardedClient comparable] interface {
	Do(a Client, b GuardedClient) error
}
