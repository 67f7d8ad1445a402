/*
Package prose shows directives, and talks about them:

	//cbgen:breaker failures=3
	cbgen:bulkhead max=3

None of this is meant to be one.
*/
package prose

import cb "github.com/cbgen/cbgen/runtime"

//go:generate cbgen -type Client

/*
What is commented out is none:

//cbgen:breaker failures=3
type Old interface {
	// cbgen:bulkhead max=3
	Do() error
}
*/

// cbgen breaker off by default? No.
//cbgen breaker notes
// The breaker failures=5 is of the
// cbgen breaker.
// The rest goes by
// cbgen-skip
//
// cbgen:skip is for those who know.
// cbgen:breaker, see the documentation.
//   - cbgen:breaker
//   * cbgen:skip
// skip this: off
// breaker: failures=5
// Breaker failures are counted.
// bulkhead max
// been skipped
// gen skips
// cbgen ./...
// cbgen -type Client
// gen: off
// cobweb breaker failures=1
// begin skip
//cbgenerate:breaker is another tool's
//mycbgenerator:skip
//other:skip
//nolint:gocritic // cbgen:skip is needed on Close, see below
//lint:ignore U1000 cbgen:skip
// Write //cbgen:skip, or not.
// https://example.com/cbgen:skip

type Client interface {
	// Do is guarded as the breaker says: failures=5 opens it.
	//
	//	cbgen -type Client
	//
	// //cbgen:breaker failures=3
	////cbgen:skip
	Do() error /* by cbgen */ //nolint:gocritic // cbgen:skip is needed on Close, see below
}

// Other is for another tool.
type Other struct {
	Policy cb.Policy `json:"policy"`
}
