// Package pay is somebody else's.
package pay

import (
	"context"

	"github.com/cbgen/cbgen/testdata/embednested/pay/money"
)

type Client interface {
	Charge(ctx context.Context, amount money.Amount) error
}
