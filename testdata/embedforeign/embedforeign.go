// Package embedforeign embeds an interface of another package of the module, and one of the
// standard library.
package embedforeign

import (
	"io"

	"github.com/cbgen/cbgen/testdata/embedforeign/stripe"
)

//go:generate cbgen -type Payments

// Payments is stripe's client, guarded.
//
//cbgen:breaker failures=7
type Payments interface {
	stripe.Client
	io.Closer
}
