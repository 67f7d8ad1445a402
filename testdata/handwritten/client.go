// Package handwritten has a file that is named like one of cbgen's, but is the user's.
package handwritten

//go:generate cbgen -type Client

type Client interface {
	Do(Request) error
}
