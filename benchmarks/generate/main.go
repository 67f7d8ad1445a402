// Generate measures what it costs to generate: how long cbgen takes, and how much memory, beside
// other generators and the go command, on modules that it makes for that.
//
// Usage:
//
//	go run ./benchmarks/generate [-rounds N] [-run REGEXP] [-doc FILE]
//
// It installs the other generators from the module proxy into a temporary folder. All
// contenders of a scenario are run in turn, as processes, each in its own copy of the module
// and in a new order each round. What is printed is the median over the rounds, and as ratio
// the median of each round's ratio.
//
// The flags are:
//
//	-rounds N
//		How often each contender is run: 7 times by default. Where that takes minutes, it is less.
//	-run REGEXP
//		Only the scenarios whose names match.
//	-doc FILE
//		Also write the figures into this Markdown file, between the two comments that
//		mark their place.
//	-load FOLDER
//		Measure nothing, but load the package in the folder with all its dependencies from
//		source. This is one of the contenders.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"

	"github.com/cbgen/cbgen/benchmarks/internal/report"
)

// place is where the figures stand in a document.
var place = report.Place{
	Start: "<!-- figures of generating: written by go run ./benchmarks/generate -doc -->",
	End:   "<!-- end of the figures of generating -->",
}

func main() {
	rounds := flag.Int("rounds", 7, "how often each contender is run")
	only := flag.String("run", "", "only the scenarios whose names match this `regexp`")
	doc := flag.String("doc", "", "also write the figures into this Markdown `file`")
	folder := flag.String("load", "", "only load the package in this `folder` from source")
	flag.Parse()

	pattern, err := regexp.Compile(*only)
	switch {
	case err != nil:
	case flag.NArg() > 0:
		err = fmt.Errorf("unexpected argument %s", flag.Arg(0))
	case *rounds < 1:
		err = errors.New("-rounds must be positive")
	case *doc != "" && *only != "":
		err = errors.New("-doc needs all scenarios: leave out -run")
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "generate: %v\n", err)
		os.Exit(2)
	}
	if *folder != "" {
		err = loadFromSource(*folder)
	} else {
		err = run(*rounds, pattern, *doc)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "generate: %v\n", err)
		os.Exit(1)
	}
}

func run(rounds int, pattern *regexp.Regexp, doc string) error {
	w, err := newWorkshop()
	if err != nil {
		return err
	}
	defer os.RemoveAll(w.dir)
	fmt.Println(report.Machine())

	var tables []report.Table
	show := func(t report.Table) {
		t.Print(os.Stdout)
		tables = append(tables, t)
	}
	show(w.installPeers())
	var measured figures
	for _, s := range scenarios() {
		if !pattern.MatchString(s.name) {
			continue
		}
		c, err := w.measure(s, rounds)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		measured = append(measured, c)
		show(c.table())
	}
	show(measured.judge())

	if doc == "" {
		return nil
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "\n%s.\n", report.Machine())
	for _, t := range tables {
		t.Markdown(&b)
	}
	b.WriteByte('\n')
	return place.Publish(doc, b.Bytes())
}
