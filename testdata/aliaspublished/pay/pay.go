// Package pay is somebody else's.
package pay

import (
	"github.com/cbgen/cbgen/testdata/aliaspublished/pay/internal/wire"
	"github.com/cbgen/cbgen/testdata/aliaspublished/pay/policy"
)

type (
	Client  = wire.Client
	Receipt = wire.Receipt
	Guest   = guest
)

type guest struct{}

type Visitor interface {
	Visit(g *guest) error
}

var _ policy.Options
