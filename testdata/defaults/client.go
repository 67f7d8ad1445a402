// Package defaults has an interface without a directive: its methods get a breaker with the defaults.
package defaults

import "context"

//go:generate cbgen -type Client

type Client interface {
	Get(ctx context.Context, key string) (string, error)
	Ping(ctx context.Context) error
}
