package report

import (
	"slices"
	"strconv"
)

// Median is the middle of the values, or between the two in the middle.
func Median(values []float64) float64 { return quantile(values, 0.5) }

// Spread is half of the distance between the quartiles, as a share of the median.
func Spread(values []float64) float64 {
	return (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / Median(values)
}

func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (sorted[high]-sorted[low])*(at-float64(low))
}

// Ratio is the median over the rounds of how long a takes, as a multiple of b.
func Ratio(a, b []float64) float64 {
	ratios := make([]float64, len(a))
	for i := range a {
		ratios[i] = a[i] / b[i]
	}
	return Median(ratios)
}

// Digits writes three digits, or those before the point.
func Digits(v float64) string {
	if v == 0 {
		return "0"
	}
	decimals := 0
	for limit := 100.0; v < limit && decimals < 3; limit /= 10 {
		decimals++
	}
	return strconv.FormatFloat(v, 'f', decimals, 64)
}
