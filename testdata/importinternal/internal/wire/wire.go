// Package wire is internal.
package wire

type Message struct{}
