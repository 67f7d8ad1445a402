// Package outputstale has an output of before.
package outputstale

//go:generate cbgen -type Client

type Client interface {
	Do() error
}
