// Package context is not the standard library's.
package context

type Background struct{}
