// Package wire is internal to externaltest, and its tests.
package wire

type Message struct{}
