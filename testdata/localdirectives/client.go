// Package localdirectives has directives for other tools and prose about cbgen, which are none of its.
package localdirectives

// cbgen writes what is below.
// cbgen: the tool that this is about.
// See cbgen:skip in the documentation, or write cbgen:breaker.

//go:generate cbgen -type Client
//go:generate echo cbgen:

//nolint:all
//cbgenerate:breaker is another tool's
type Client interface {
	// Do is skipped by other tools.
	//lint:ignore U1000 cbgen:skip
	Do() error
}
