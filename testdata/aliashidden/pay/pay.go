// Package pay is somebody else's.
package pay

import "github.com/cbgen/cbgen/testdata/aliashidden/pay/internal/wire"

type Money int64

type (
	amount = Money
	list   = []amount
)

type Client interface {
	Charge(amount, func(list)) (wire.Amount, error)
}
