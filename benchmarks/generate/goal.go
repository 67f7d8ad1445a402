package main

import "github.com/cbgen/cbgen/benchmarks/internal/report"

// figures are what has been measured: the scenarios in their order.
type figures []comparison

// A goal is a bound on what one contender takes, as a multiple of another.
type goal struct {
	scenario string
	what     string
	against  string
	most     float64
}

var goals = []goal{
	{nameOne, "cbgen", floor, 1.3},
	{nameOne, "cbgen", "stringer", 1},
	{nameOneEdited, "cbgen", floorOf, 1.3},
	{nameOneEdited, "cbgen", "stringer", 1},
	{nameHeavy, "cbgen", floorOf, 1.3},
	{nameHeavy, "cbgen", "stringer", 0.5},
	{nameOneCold, "cbgen", fromSource, 1.2},
	{nameHeavyCold, "cbgen", fromSource, 1.2},
	{nameFifty, nameAll, "mockery", 1},
	{nameFifty, nameAll, "moq, go generate ./...", 0.1},
	{nameHundred, nameAll, "mockery", 1},
	{nameHundred, nameAll, "moq, go generate ./...", 0.1},
	{nameCheck, "cbgen -check ./...", nameAll, 1.1},
	{nameGrowth, name1000, name100, 10},
}

// judge is the table of the goals whose figures have been measured.
func (f figures) judge() report.Table {
	t := report.Table{Title: "goals of generating", Rows: [][]string{{"what takes", "as a multiple of", "at most", "measured", "met"}}}
	for _, g := range goals {
		own, other := f.find(g.scenario, g.what), f.find(g.scenario, g.against)
		if own == nil || other == nil {
			continue
		}
		figure, met := report.Ratio(own.seconds(), other.seconds()), "yes"
		if figure > g.most {
			met = "no"
		}
		t.Rows = append(t.Rows, []string{g.what + ", " + g.scenario, g.against, report.Digits(g.most), report.Digits(figure), met})
	}
	return t
}

// find is a contender of a scenario, or nil if it was not measured.
func (f figures) find(scenario, contender string) *bench {
	for _, c := range f {
		if c.scenario.name != scenario {
			continue
		}
		for _, b := range c.benches {
			if b.name == contender {
				return b
			}
		}
	}
	return nil
}
