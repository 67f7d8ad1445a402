// Package model is docs/semantics.md once more, as plain sequential code: what a guard
// answers when one thing happens after another. The tests compare the runtime with it.
//
// It is meant to be seen to be right, and not to be fast. It keeps every result and every
// call as an element of a list, and applies the rules of the page to those lists, each time
// anew. It has nothing in common with the runtime but the types of policies and snapshots.
// Whoever changes the page changes this package with it.
package model
