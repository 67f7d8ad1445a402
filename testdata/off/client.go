// Package off switches defaults off.
package off

//go:generate cbgen -type Client

//cbgen:breaker failures=3
//cbgen:bulkhead max=10
type Client interface {
	Both() error
	//cbgen:bulkhead off
	BreakerOnly() error
	//cbgen:breaker off
	BulkheadOnly() error
	//cbgen:breaker off
	//cbgen:bulkhead off
	Neither() error
}
