// Package concretepromoted has methods from everywhere that a struct can have them from: Go's
// rules decide which, and where the policies are.
package concretepromoted

import "github.com/cbgen/cbgen/testdata/concretepromoted/lib"

//go:generate cbgen -type Client

// Client says what the others leave open.
//
//cbgen:breaker failures=9
type Client struct {
	*Client // of which nothing new comes
	left
	*right
	reader
	pinger
	Alias
	lib.Pinger
	Hidden error // hides the methods of that name
}

// Own counts more than what is embedded, and says the same.
//
//cbgen:breaker failures=8
//cbgen:bulkhead max=2
func (*Client) Own() error { return nil }

//cbgen:bulkhead max=2
type left struct {
	*lib.Conn
	base
}

//cbgen:breaker failures=8
func (left) Own() error { return nil }

// Both is in right too: it is ambiguous, and neither comes in.
func (left) Both() error { return nil }

// Shallow counts more than that of lib.Conn.
//
//cbgen:breaker failures=7
func (left) Shallow() error { return nil }

type right struct {
	base
	below
}

func (*right) Both() error { return nil }

// Right is of a pointer.
//
//cbgen:skip
func (*right) Right() error { return nil }

// base is embedded twice at one depth: what it has is ambiguous.
type base struct{}

func (base) Base() error { return nil }

// below is embedded further down than aliased, which counts.
type below struct{}

func (below) Aliased() error { return nil }

type reader interface {
	// Read comes from an interface.
	//
	//cbgen:breaker failures=6
	Read() ([]byte, error)
	closed() bool
}

// pinger has the method that lib.Pinger has as well, at the same depth: it is ambiguous.
type pinger interface{ Ping() error }

//cbgen:breaker failures=5
type Alias = aliased

type aliased struct{}

// Aliased has what the alias says.
func (*aliased) Aliased() error { return nil }
