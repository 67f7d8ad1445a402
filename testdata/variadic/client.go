// Package variadic has variadic methods.
package variadic

import "context"

//go:generate cbgen -type Client

type Client interface {
	Log(ctx context.Context, format string, args ...any) error
	Strings(parts ...string) (string, error)
	After(first []string, rest ...string) error
	Plain(parts ...string) string
	Functions(fs ...func(...int) error) error
}
