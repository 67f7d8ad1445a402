// Package importaliasisbase calls a package by the name of its folder, which is not its own.
package importaliasisbase

import client "github.com/cbgen/cbgen/testdata/importaliasisbase/client"

//go:generate cbgen -type Biller

type Biller interface {
	Bill(i client.Invoice) error
}
