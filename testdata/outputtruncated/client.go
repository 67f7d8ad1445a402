// Package outputtruncated has an output of before.
package outputtruncated

//go:generate cbgen -type Client

type Client interface {
	Do() error
}
