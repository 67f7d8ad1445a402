package main

import (
	"runtime"
	"strconv"
)

// figures are what has been measured: the scenarios in their order.
type figures []comparison

// A comparison is a scenario with its results, the first of them ours.
type comparison struct {
	scenario *scenario
	results  []*result
}

// find is the result of a contender, or nil if it was not measured.
func (f figures) find(scenario, contender string) *result {
	for _, c := range f {
		if c.scenario.name != scenario {
			continue
		}
		for _, r := range c.results {
			if r.contender == contender {
				return r
			}
		}
	}
	return nil
}

// A table is cells to print, the first row being the head.
type table struct {
	title string
	rows  [][]string
}

func (c comparison) table() table {
	n := strconv.Itoa(c.scenario.workers(true))
	together := n + " CPUs"
	if c.scenario.goroutines != 0 {
		together = n + " goroutines on " + strconv.Itoa(runtime.GOMAXPROCS(0))
	}
	t := table{c.scenario.name, [][]string{
		{"ns per call", "serial", "±", "cbgen is", together, "±", "cbgen is", "allocations"},
	}}
	own := c.results[0]
	for _, r := range c.results {
		row := []string{r.contender}
		row = append(row, timing(own.serial, r.serial)...)
		row = append(row, timing(own.parallel, r.parallel)...)
		t.rows = append(t.rows, append(row, strconv.FormatInt(allocs(r.serial), 10)))
	}
	return t
}

// timing is three cells: the time of a call, its spread, and ours as a multiple of it.
func timing(own, samples []sample) []string {
	return []string{
		digits(median(times(samples))),
		strconv.Itoa(int(100*spread(times(samples))+0.5)) + " %",
		digits(ratio(own, samples)) + " ×",
	}
}

// digits writes three digits, or those before the point.
func digits(v float64) string {
	if v == 0 {
		return "0"
	}
	decimals := 0
	for limit := 100.0; v < limit && decimals < 3; limit /= 10 {
		decimals++
	}
	return strconv.FormatFloat(v, 'f', decimals, 64)
}
