// Package generatedv1 has a file as an older cbgen wrote it, with cb.GeneratedV1: whoever
// updates the runtime alone keeps what they have. There is no //go:generate line here, and there
// are no directives, so that it stays as it is.
package generatedv1

import "context"

// Client was guarded by these directives:
//
//   - Charge: breaker failures=2 open=10s jitter=0%, and bulkhead max=1
//   - Get and List: breaker rate=50% window=10s min=5 group=reads
type Client interface {
	Charge(ctx context.Context, id string) (string, error)
	Get(id string) error
	List(ctx context.Context, ids ...string) (n int, err error)
	Name() string
}
