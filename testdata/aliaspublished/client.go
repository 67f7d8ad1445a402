// Package aliaspublished embeds an interface that is declared in an internal package, whose types are there for all under other names.
package aliaspublished

import "github.com/cbgen/cbgen/testdata/aliaspublished/pay"

//go:generate cbgen -type Payments

type Payments interface {
	pay.Client
	pay.Visitor
}
