// Package platformtest has nothing but tests, and those for one platform only.
package platformtest

//go:generate cbgen -type Client

type Client interface {
	Do() error
}
