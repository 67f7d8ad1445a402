// Package keys has every key at least once.
package keys

//go:generate cbgen -type Client

type Client interface {
	//cbgen:breaker failures=7
	Failures() error
	//cbgen:breaker rate=33.3%
	Rate() error
	//cbgen:breaker rate=0.5 window=20
	Window() error
	//cbgen:breaker rate=100% window=1m30s
	Period() error
	//cbgen:breaker rate=50% window=100 min=10
	Min() error
	//cbgen:breaker slow=1.5s
	Slow() error
	//cbgen:breaker slow=2s slowrate=80% window=10s
	SlowRate() error
	//cbgen:breaker failures=3 rate=25% slow=750ms slowrate=60% window=30s min=5
	All() error
	//cbgen:breaker open=1ms
	Open() error
	//cbgen:breaker factor=1.5
	Factor() error
	//cbgen:breaker open=1s factor=2 maxopen=1m
	MaxOpen() error
	//cbgen:breaker jitter=0%
	NoJitter() error
	//cbgen:breaker jitter=0.75
	Jitter() error
	//cbgen:breaker probes=1
	Probes() error
	//cbgen:breaker halfopen=1h
	HalfOpen() error
	//cbgen:breaker
	Nothing() error
	//cbgen:bulkhead max=1
	Max() error
	//cbgen:bulkhead max=10	wait=1us  queue=100
	Queue() error
	//cbgen:bulkhead max=10 queue=0
	NoQueue() error
	//cbgen:bulkhead max=10 wait=0s
	NoWait() error
}
