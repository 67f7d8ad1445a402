// Package deprecated has an interface that nobody is to use any more, and a decorator to which the same applies.
package deprecated

//go:generate cbgen -type Client

// Client talks to the old provider.
//
// Deprecated: The old provider goes
// at the end of the year. Use another one.
//
// It is kept until then.
type Client interface {
	// Do does it.
	//
	// Deprecated: Use Redo.
	Do() error
	Redo() error
}
