// Package outputempty has an output of before.
package outputempty

//go:generate cbgen -type Client

type Client interface {
	Do() error
}
