// Package testnames has tests that declare what cbgen would call the packages that it imports.
package testnames

//go:generate cbgen -type Client

type Client interface {
	Do() error
}
