// Package typealias has aliases, which keep the names that they were written with.
package typealias

import "net/http"

//go:generate cbgen -type Client

type (
	Text   = string
	Header = http.Header
	Done   = <-chan struct{}
	Any    = interface{}
)

type Client interface {
	Do(t Text, u string, h Header) (Done, error)
	Bytes(b []byte, u []uint8, r rune, i int32, a Any) error
}
