package main

import "slices"

// median is the middle of the values, or between the two in the middle.
func median(values []float64) float64 { return quantile(values, 0.5) }

// spread is half of the distance between the quartiles, as a share of the median.
func spread(values []float64) float64 {
	return (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / median(values)
}

func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (sorted[high]-sorted[low])*(at-float64(low))
}

func times(samples []sample) []float64 {
	ns := make([]float64, len(samples))
	for i, s := range samples {
		ns[i] = s.ns
	}
	return ns
}

// ratio is the median over the rounds of how long a takes, as a multiple of b.
func ratio(a, b []sample) float64 {
	ratios := make([]float64, len(a))
	for i := range a {
		ratios[i] = a[i].ns / b[i].ns
	}
	return median(ratios)
}

func allocs(samples []sample) int64 {
	counts := make([]int64, len(samples))
	for i, s := range samples {
		counts[i] = s.allocs
	}
	slices.Sort(counts)
	return counts[len(counts)/2]
}
