// Package policy publishes the rest.
package policy

import exported "github.com/cbgen/cbgen/testdata/aliaspublished/pay/internal/wire"

type Options = exported.Options
