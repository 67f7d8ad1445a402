// Package wire has another word for a predeclared type.
package wire

type Amount = int64
