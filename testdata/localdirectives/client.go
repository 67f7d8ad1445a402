// Package localdirectives has directives for other tools and prose about cbgen, which are none of its.
package localdirectives

// cbgen writes what is below.
// cbgen: the tool that this is about.
// See cbgen:skip in the documentation, or write //cbgen:breaker.
// cbgen skip is prose, and so are cbgen's breakers, cbgen.breaker and the cbgen-breaker.
// A list of what it knows:
//   - cbgen:breaker
//   - cbgen:skip

//go:generate cbgen -type Client
//go:generate echo cbgen:

//nolint:all
//cbgenerate:breaker is another tool's
type Client interface {
	// What is commented out is meant to be.
	//
	// //cbgen:breaker failures=3
	//	//cbgen:bulkhead max=3
	////cbgen:bulkhead max=4
	Other() error

	// Do is skipped by other tools.
	//lint:ignore U1000 cbgen:skip
	Do() error
}
