// Package namedchain is for a type that is declared as another one, and that as one more, of another package.
package namedchain

import "io"

//go:generate cbgen -type Client

type Client second

type second third

type third io.ReadCloser
