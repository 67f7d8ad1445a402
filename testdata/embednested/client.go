// Package embednested embeds an interface whose types are of a package that it does not import itself.
package embednested

import "github.com/cbgen/cbgen/testdata/embednested/pay"

//go:generate cbgen -type Payments

type Payments interface{ pay.Client }
