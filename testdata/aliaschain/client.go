// Package aliaschain is for an alias of an alias of an alias.
package aliaschain

import "io"

//go:generate cbgen -type Client

type Client = second

type second = third

type third = io.Closer
