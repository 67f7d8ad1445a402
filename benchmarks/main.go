// Benchmarks measures what a call through a guard costs: one that cbgen has generated, and
// those of other libraries.
//
// Usage:
//
//	go run ./benchmarks [-rounds N] [-time D] [-run REGEXP] [-doc FILE]
//
// All contenders of a scenario are measured in turn, in one process, one after the other in
// every round and in a new order each time. What is printed is the median over the rounds,
// and as ratio the median of each round's ratio. So a machine that is busy with something
// else now and then moves the ratios less than the times.
//
// The flags are:
//
//	-rounds N
//		How often each contender is measured: 9 times by default.
//	-time D
//		How long it is measured each time: 50ms by default.
//	-run REGEXP
//		Only the scenarios whose names match.
//	-doc FILE
//		Also write the figures into this Markdown file, between the two comments that
//		mark their place, and a plot into the file beside it that ends in .svg.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"time"

	"github.com/cbgen/cbgen/benchmarks/internal/report"
)

func main() {
	rounds := flag.Int("rounds", 9, "how often each contender is measured")
	long := flag.Duration("time", 50*time.Millisecond, "how long it is measured each time")
	only := flag.String("run", "", "only the scenarios whose names match this `regexp`")
	doc := flag.String("doc", "", "also write the figures into this Markdown `file`, and a plot beside it")
	flag.Parse()

	pattern, err := regexp.Compile(*only)
	switch {
	case err != nil:
	case flag.NArg() > 0:
		err = fmt.Errorf("unexpected argument %s", flag.Arg(0))
	case *rounds < 1 || *long <= 0:
		err = errors.New("-rounds and -time must be positive")
	case *doc != "" && *only != "":
		err = errors.New("-doc needs all scenarios: leave out -run")
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "benchmarks: %v\n", err)
		os.Exit(2)
	}
	if err := run(*rounds, *long, pattern, *doc); err != nil {
		fmt.Fprintf(os.Stderr, "benchmarks: %v\n", err)
		os.Exit(1)
	}
}

func run(rounds int, long time.Duration, pattern *regexp.Regexp, doc string) error {
	fmt.Println(report.Machine())

	var measured figures
	var tables []report.Table
	show := func(t report.Table) {
		t.Print(os.Stdout)
		tables = append(tables, t)
	}
	for i := range scenarios {
		s := &scenarios[i]
		if pattern.MatchString(s.name) {
			c := comparison{s, s.run(rounds, long)}
			measured = append(measured, c)
			show(c.table())
		}
	}
	if pattern.MatchString(memoryTitle) {
		show(weigh(rounds))
	}
	if pattern.MatchString(observedTitle) {
		show(observe(rounds, long))
	}
	if pattern.MatchString(watchedTitle) {
		show(watch(rounds, long))
	}
	if goals := measured.judge(); len(goals.Rows) > 1 {
		show(goals)
	}

	if doc == "" {
		return nil
	}
	return publish(doc, measured, tables)
}
