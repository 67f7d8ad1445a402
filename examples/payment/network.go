package main

import (
	"context"
	"net"
)

// A network is where a provider listens, and how its clients get there. The tests have one
// in memory, which works under fake time.
type network struct {
	listen func() (net.Listener, error)
	dial   dialFunc
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

var loopback = network{
	listen: func() (net.Listener, error) { return net.Listen("tcp", "127.0.0.1:0") },
	dial:   new(net.Dialer).DialContext,
}
