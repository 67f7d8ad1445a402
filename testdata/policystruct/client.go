// Package policystruct has the policies for somebody else's interface in a struct.
package policystruct

import (
	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/testdata/embedforeign/stripe"
)

//go:generate cbgen -type Payments -policy PaymentsPolicy

type Payments interface{ stripe.Client }

type PaymentsPolicy struct {
	_      cb.Policy `breaker:"failures=5 open=30s"`
	Charge cb.Policy `breaker:"rate=50% window=20 min=5" bulkhead:"max=64 wait=50ms"`
	Abort  cb.Policy `skip:""`
}
