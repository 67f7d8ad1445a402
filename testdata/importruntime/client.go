// Package importruntime calls the runtime of Go, and cbgen's, by names of its own.
package importruntime

import (
	"runtime"

	guards "github.com/cbgen/cbgen/runtime"
)

//go:generate cbgen -type Client

type Client interface {
	Memory() (runtime.MemStats, error)
	State(g *guards.Guard) (guards.State, error)
}
