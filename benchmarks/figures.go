package main

import (
	"runtime"
	"strconv"

	"github.com/cbgen/cbgen/benchmarks/internal/report"
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

func (c comparison) table() report.Table {
	n := strconv.Itoa(c.scenario.workers(true))
	together := n + " CPUs"
	if c.scenario.goroutines != 0 {
		together = n + " goroutines on " + strconv.Itoa(runtime.GOMAXPROCS(0))
	}
	t := report.Table{Title: c.scenario.name, Rows: [][]string{
		{"ns per call", "serial", "±", "cbgen is", together, "±", "cbgen is", "allocations"},
	}}
	own := c.results[0]
	for _, r := range c.results {
		row := []string{r.contender}
		row = append(row, timing(own.serial, r.serial)...)
		row = append(row, timing(own.parallel, r.parallel)...)
		t.Rows = append(t.Rows, append(row, strconv.FormatInt(allocs(r.serial), 10)))
	}
	return t
}

// timing is three cells: the time of a call, its spread, and ours as a multiple of it.
func timing(own, samples []sample) []string {
	return []string{
		report.Digits(report.Median(times(samples))),
		strconv.Itoa(int(100*report.Spread(times(samples))+0.5)) + " %",
		report.Digits(ratio(own, samples)) + " ×",
	}
}
