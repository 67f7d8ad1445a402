// Package groups has methods that share a breaker.
package groups

//go:generate cbgen -type Client

//cbgen:breaker failures=3 group=all
type Client interface {
	Get() error
	//cbgen:bulkhead max=2
	Put() error
	//cbgen:breaker failures=9
	Other() error
	//cbgen:breaker rate=50% group=writes
	Write() error
	//cbgen:breaker group=writes rate=50%
	Delete() error
}
