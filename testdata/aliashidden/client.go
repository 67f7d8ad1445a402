// Package aliashidden embeds an interface with aliases that only its own package can name.
package aliashidden

import "github.com/cbgen/cbgen/testdata/aliashidden/pay"

//go:generate cbgen -type Payments

type Payments interface{ pay.Client }
