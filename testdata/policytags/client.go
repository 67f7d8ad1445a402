// Package policytags has its policies in the tags of a struct.
package policytags

import (
	"net/http"

	cb "github.com/cbgen/cbgen/runtime"
)

//go:generate cbgen -type Transport -policy TransportPolicy

type Transport interface {
	http.RoundTripper
	CloseIdleConnections()
	Dial(address string) error
	Ping() error
	Hangup() error
}

// TransportPolicy is declared by way of another type.
type TransportPolicy = policies

type policies struct {
	_         cb.Policy `breaker:"failures=5 open=30s" only:"guarded"`
	RoundTrip cb.Policy `breaker:"rate=50% window=20 min=5" bulkhead:"max=64 wait=50ms"`
	Ping      cb.Policy `skip:""`
	Hangup    cb.Policy "bulkhead:\"max=3\" breaker:\"off\""
}
