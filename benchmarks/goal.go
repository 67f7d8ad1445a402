package main

import "github.com/cbgen/cbgen/benchmarks/internal/report"

// A goal is a bound on a figure of ours.
type goal struct {
	what    string
	against string
	most    float64
	// measured is the figure, and false if not all that it needs has been measured.
	measured func(f figures) (float64, bool)
}

const (
	gobreakerChannel   = "gobreaker + channel"
	gobreakerRolling   = "gobreaker, rolling window of 10 s"
	failsafeComposed   = "failsafe-go, executor"
	failsafeStandalone = "failsafe-go, standalone"
)

var goals = []goal{
	serial(nameConsecutiveBulkhead, gobreakerChannel, 0.15),
	parallel(nameConsecutiveBulkhead, gobreakerChannel, 0.10),
	serial(nameConsecutiveBulkhead, failsafeComposed, 0.05),
	parallel(nameConsecutiveBulkhead, failsafeComposed, 0.05),
	serial(nameConsecutive, "gobreaker", 0.08),
	parallel(nameConsecutive, "gobreaker", 0.08),
	serial(nameCalls, gobreakerRolling, 0.2),
	parallel(nameCalls, gobreakerRolling, 0.2),
	serial(nameCalls, failsafeStandalone, 0.35),
	parallel(nameCalls, failsafeStandalone, 0.35),
	serial(nameSeconds, gobreakerRolling, 0.2),
	parallel(nameSeconds, gobreakerRolling, 0.2),
	serial(nameSeconds, failsafeStandalone, 0.35),
	parallel(nameSeconds, failsafeStandalone, 0.35),
	serial(nameOpen, "gobreaker", 0.5),
	parallel(nameOpen, "gobreaker", 0.5),
	{"allocations, the most of any scenario without a timeout", "none", 0, mostAllocations},
	{"a call on all CPUs, the slowest of any closed guard", "the same on one", 1, worstScaling},
	{"timing slow calls", "time.Now and time.Since", 1, slowCalls},
}

func serial(scenario, against string, most float64) goal {
	return within(scenario, ", serial", against, most, func(r *result) []sample { return r.serial })
}

func parallel(scenario, against string, most float64) goal {
	return within(scenario, ", in parallel", against, most, func(r *result) []sample { return r.parallel })
}

func within(scenario, mode, against string, most float64, of func(*result) []sample) goal {
	return goal{scenario + mode, against, most, func(f figures) (float64, bool) {
		own, peer := f.find(scenario, ours), f.find(scenario, against)
		if own == nil || peer == nil {
			return 0, false
		}
		return ratio(of(own), of(peer)), true
	}}
}

func mostAllocations(f figures) (float64, bool) {
	var most int64
	for _, c := range f {
		if c.scenario.name == nameTimeout {
			continue // a deadline is a context, and that is allocated
		}
		most = max(most, allocs(c.results[0].serial), allocs(c.results[0].parallel))
	}
	return float64(most), len(f) == len(scenarios)
}

func worstScaling(f figures) (float64, bool) {
	closed := []string{
		nameConsecutive, nameCalls, nameSeconds, nameSlow, nameBulkhead,
		nameConsecutiveBulkhead, nameCallsBulkhead, nameSecondsBulkhead,
	}
	worst := 0.0
	for _, name := range closed {
		own := f.find(name, ours)
		if own == nil {
			return 0, false
		}
		worst = max(worst, ratio(own.parallel, own.serial))
	}
	return worst, true
}

// slowCalls is what counting slow calls adds to a call, as a multiple of what the two clock
// reads add to a hop with which a call is timed by hand.
func slowCalls(f figures) (float64, bool) {
	with, without := f.find(nameSlow, ours), f.find(nameSlow, withoutSlow)
	reads, hop := f.find(nameSlow, nowAndSince.name), f.find(nameSlow, oneHop.name)
	if with == nil || without == nil || reads == nil || hop == nil {
		return 0, false
	}
	multiples := make([]float64, len(with.serial))
	for i := range multiples {
		multiples[i] = (with.serial[i].ns - without.serial[i].ns) / (reads.serial[i].ns - hop.serial[i].ns)
	}
	return report.Median(multiples), true
}

// judge is the table of the goals whose figures have been measured.
func (f figures) judge() report.Table {
	t := report.Table{Title: "goals", Rows: [][]string{{"cbgen's time as a multiple", "of", "at most", "measured", "met"}}}
	for _, g := range goals {
		figure, ok := g.measured(f)
		if !ok {
			continue
		}
		met := "yes"
		if figure > g.most {
			met = "no"
		}
		t.Rows = append(t.Rows, []string{g.what, g.against, report.Digits(g.most), report.Digits(figure), met})
	}
	return t
}
