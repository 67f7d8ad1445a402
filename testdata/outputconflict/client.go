// Package outputconflict has an output of before.
package outputconflict

//go:generate cbgen -type Client

type Client interface {
	Do() error
}
