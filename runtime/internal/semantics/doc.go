// Package semantics has the tests that hold docs/semantics.md, sentence by sentence.
//
// They are not in the runtime's own folder because of what they import: the go command
// would put the tests' dependencies into the go.sum of whoever imports the runtime.
package semantics
