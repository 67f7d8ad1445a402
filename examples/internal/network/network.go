// Package network is where the servers of the examples listen, and how their clients get there.
package network

import (
	"context"
	"net"
)

// A Network is the machine's own, or one in memory that works under fake time.
type Network struct {
	// Listen listens at an address, such as 127.0.0.1:0.
	Listen func(address string) (net.Listener, error)
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
}

// TCP is the machine's network.
var TCP = Network{
	Listen: func(address string) (net.Listener, error) { return net.Listen("tcp", address) },
	Dial:   new(net.Dialer).DialContext,
}

// Loopback is the address of some free port that only this machine reaches.
const Loopback = "127.0.0.1:0"
