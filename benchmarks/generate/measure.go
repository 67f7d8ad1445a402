package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"github.com/cbgen/cbgen/benchmarks/internal/report"
)

// A bench is a contender in its place.
type bench struct {
	contender
	shape   shape
	module  string
	samples []sample
}

// measure runs the contenders of a scenario whose tools are there, each in a module of its own.
// A first round does not count: in it everything gets generated and compiled.
func (w *workshop) measure(s scenario, rounds int) (comparison, error) {
	c := comparison{scenario: s}
	for i, contender := range s.contenders {
		if !w.has[contender.tool] {
			continue
		}
		b, err := w.build(s, contender, filepath.Join(w.dir, fmt.Sprintf("module-%d", i)))
		if err != nil {
			return c, fmt.Errorf("%s: %w", contender.name, err)
		}
		defer os.RemoveAll(b.module)
		c.benches = append(c.benches, b)
	}
	if s.rounds > 0 {
		rounds = min(rounds, s.rounds)
	}
	for round := range rounds {
		for _, i := range rand.Perm(len(c.benches)) {
			if err := w.measureOnce(s, c.benches[i], round); err != nil {
				return c, err
			}
		}
	}
	return c, nil
}

func (w *workshop) build(s scenario, c contender, module string) (*bench, error) {
	b := &bench{contender: c, shape: s.shape, module: module}
	if c.shape != nil {
		b.shape = *c.shape
	}
	if err := w.write(b.shape, module, c.line); err != nil {
		return nil, err
	}
	if c.config != "" {
		if err := os.WriteFile(filepath.Join(module, ".mockery.yml"), []byte(c.config), 0o644); err != nil {
			return nil, err
		}
	}
	if s.cold {
		return b, nil
	}
	if err := w.goCommand(module, "build", "./client..."); err != nil {
		return nil, err
	}
	first := b.command(s)
	if c.first != nil {
		first.args = c.first
	}
	if _, err := w.run(first); err != nil {
		return nil, err
	}
	if c.tool != "cbgen" {
		return b, nil
	}
	return b, w.goCommand(module, "build", "./client...") // others need modules that are not there
}

func (b *bench) command(s scenario) command {
	return command{dir: b.folder(b.module, b.shape), args: b.args, cold: s.cold}
}

func (w *workshop) measureOnce(s scenario, b *bench, round int) error {
	if s.edited {
		if err := edit(clientFile(b.module, b.shape.packageNames()[0]), round); err != nil {
			return err
		}
	}
	took, err := w.run(b.command(s))
	b.samples = append(b.samples, took)
	return err
}

// A comparison is a scenario with what its contenders took, the first of them ours.
type comparison struct {
	scenario scenario
	benches  []*bench
}

func (c comparison) table() report.Table {
	t := report.Table{Title: c.scenario.name, Rows: [][]string{{"", "seconds", "±", "cbgen is", "memory, MiB"}}}
	own := c.benches[0].seconds()
	for _, b := range c.benches {
		memory := "–"
		if peak := report.Median(b.peaks()); peak > 0 {
			memory = strconv.Itoa(int(peak + 0.5))
		}
		t.Rows = append(t.Rows, []string{
			b.name,
			report.Digits(report.Median(b.seconds())),
			strconv.Itoa(int(100*report.Spread(b.seconds())+0.5)) + " %",
			report.Digits(report.Ratio(own, b.seconds())) + " ×",
			memory,
		})
	}
	return t
}

func (b *bench) seconds() []float64 {
	var all []float64
	for _, s := range b.samples {
		all = append(all, s.seconds)
	}
	return all
}

func (b *bench) peaks() []float64 {
	var all []float64
	for _, s := range b.samples {
		all = append(all, s.peak)
	}
	return all
}
