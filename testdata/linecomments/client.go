// Package linecomments has comments for the compiler and other tools, which must not be copied.
package linecomments

//go:generate cbgen -type Client

type Client interface {
	// Do is documented.
	//line other.go:7
	//export Do
	//nolint:all
	Do() error
}
