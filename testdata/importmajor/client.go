// Package importmajor imports a package whose path ends in a version.
package importmajor

import "github.com/cbgen/cbgen/testdata/importmajor/pay/v2"

//go:generate cbgen -type Client

type Client interface {
	Pay() (pay.Receipt, error)
}
