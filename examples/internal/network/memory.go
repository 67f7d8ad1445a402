package network

import (
	"context"
	"fmt"
	"net"
	"sync"
)

// InMemory is a network of pipes. A read that waits on a pipe lets the fake time of
// a synctest bubble pass; one that waits on a socket does not.
func InMemory() Network {
	listeners := make(map[string]*memoryListener)
	return Network{
		Listen: func(string) (net.Listener, error) {
			l := &memoryListener{
				address: memoryAddress(fmt.Sprintf("server%d:80", len(listeners))),
				dialled: make(chan net.Conn),
				closed:  make(chan struct{}),
			}
			listeners[l.address.String()] = l
			return l, nil
		},
		Dial: func(ctx context.Context, _, address string) (net.Conn, error) {
			return listeners[address].dial(ctx)
		},
	}
}

type memoryListener struct {
	address memoryAddress
	dialled chan net.Conn
	closed  chan struct{}
	close   sync.Once
}

func (l *memoryListener) dial(ctx context.Context) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.dialled <- theirs:
		return ours, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.dialled:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *memoryListener) Close() error {
	l.close.Do(func() { close(l.closed) })
	return nil
}

func (l *memoryListener) Addr() net.Addr { return l.address }

type memoryAddress string

func (memoryAddress) Network() string  { return "memory" }
func (a memoryAddress) String() string { return string(a) }
