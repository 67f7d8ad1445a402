// Package genericembedforeign embeds an instance of a generic interface of another package.
package genericembedforeign

import (
	"net/netip"

	"github.com/cbgen/cbgen/testdata/genericembedforeign/store"
)

//go:generate cbgen -type Users

type User struct{ Name string }

type Users interface {
	store.Store[netip.Addr, *User]
}
