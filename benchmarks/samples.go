package main

import (
	"slices"

	"github.com/cbgen/cbgen/benchmarks/internal/report"
)

func times(samples []sample) []float64 {
	ns := make([]float64, len(samples))
	for i, s := range samples {
		ns[i] = s.ns
	}
	return ns
}

// ratio is the median over the rounds of how long a takes, as a multiple of b.
func ratio(a, b []sample) float64 { return report.Ratio(times(a), times(b)) }

func allocs(samples []sample) int64 {
	counts := make([]int64, len(samples))
	for i, s := range samples {
		counts[i] = s.allocs
	}
	slices.Sort(counts)
	return counts[len(counts)/2]
}
