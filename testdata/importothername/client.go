// Package importothername imports a package that is not called like its folder.
package importothername

import "github.com/cbgen/cbgen/testdata/importothername/go-billing"

//go:generate cbgen -type Client

type Client interface {
	Bill(i billing.Invoice) error
}
