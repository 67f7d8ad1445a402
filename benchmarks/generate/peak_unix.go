//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

const peakIsKnown = true

// peakOf is the memory, in MiB, that the largest of the processes used.
func peakOf(state *os.ProcessState) float64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" { // in bytes, everywhere else in KiB
		return float64(usage.Maxrss) / (1 << 20)
	}
	return float64(usage.Maxrss) / (1 << 10)
}
