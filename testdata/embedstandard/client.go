// Package embedstandard embeds a large interface of the standard library, whose types come from several packages.
package embedstandard

import "net"

//go:generate cbgen -type Conn

type Conn interface {
	net.Conn
}
