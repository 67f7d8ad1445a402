//go:build !unix

package main

import "os"

const peakIsKnown = false

// peakOf is 0: this system does not tell.
func peakOf(*os.ProcessState) float64 { return 0 }
