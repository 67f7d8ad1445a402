// Package generated has the tests of what generated code does that the runtime alone cannot
// show, on files that are generated.
package generated
