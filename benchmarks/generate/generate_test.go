package main

import (
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// invented are figures of all scenarios, where everything of ours takes a second, and each of
// the others one more than the one before.
func invented() figures {
	var f figures
	for _, s := range scenarios() {
		c := comparison{scenario: s}
		for i, contender := range s.contenders {
			c.benches = append(c.benches, &bench{contender: contender, samples: []sample{{seconds: float64(i + 1)}}})
		}
		f = append(f, c)
	}
	return f
}

func TestEveryGoalFindsItsFigures(t *testing.T) {
	rows := invented().judge().Rows
	if len(rows) != len(goals)+1 {
		t.Errorf("%d rows for %d goals", len(rows)-1, len(goals))
	}
	// Ours takes a second here, and the floor, the next one, two.
	if first := rows[1]; first[3] != "0.500" || first[4] != "yes" {
		t.Errorf("0.500 is within 1.3, but it says %v", first)
	}
	if rows := (figures{}).judge().Rows; len(rows) != 1 {
		t.Errorf("nothing was measured, but it says %v", rows[1:])
	}
}

func TestSourcesAreAsGofmtWritesThem(t *testing.T) {
	for _, s := range []shape{{interfaces: 1}, {interfaces: 3}, {interfaces: 1, heavy: true}} {
		source := s.source("client0000", cbgenLine)
		formatted, err := format.Source([]byte(source))
		if err != nil || string(formatted) != source {
			t.Errorf("%v:\n%s", err, source)
		}
		if n := strings.Count(source, "//go:generate cbgen -type Client"); n != s.interfaces {
			t.Errorf("%d lines for %d interfaces", n, s.interfaces)
		}
	}
}

// TestContendersAreMeasured runs, small, what needs no other generator.
func TestContendersAreMeasured(t *testing.T) {
	w, err := newWorkshop()
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(w.dir)
	light := shape{packages: 2, interfaces: 2}
	for _, s := range []scenario{
		{name: "warm", shape: light, edited: true, contenders: []contender{
			{name: nameAll, tool: "cbgen", args: []string{"cbgen", "./..."}, line: cbgenLine, all: true},
			{name: "cbgen -check", tool: "cbgen", args: []string{"cbgen", "-check", "./..."}, first: []string{"cbgen", "./..."}, line: cbgenLine, all: true},
			{name: floor, tool: "go", args: []string{"go", "list", "-export", "-deps", "."}},
			stringer, // which is not installed here
		}},
		{name: "cold", shape: light, rounds: 1, cold: true, contenders: []contender{
			{name: nameAll, tool: "cbgen", args: []string{"cbgen", "./..."}, line: cbgenLine, all: true},
		}},
	} {
		c, err := w.measure(s, 2)
		if err != nil {
			t.Fatal(err)
		}
		table := c.table()
		if want := len(s.contenders) + 1; s.cold && len(table.Rows) != want || !s.cold && len(table.Rows) != want-1 {
			t.Errorf("%s: %v", s.name, table.Rows)
		}
		for _, b := range c.benches {
			if took := b.samples[0]; took.seconds <= 0 || took.peak <= 0 && peakIsKnown {
				t.Errorf("%s took %v", b.name, took)
			}
		}
	}
}

func TestAFailureIsAnErrorWithWhatWasPrinted(t *testing.T) {
	w := &workshop{dir: t.TempDir(), env: os.Environ()}
	_, err := w.run(command{dir: w.dir, args: []string{"go", "list", "./nowhere"}})
	if err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("%v", err)
	}
}

func TestAPackageIsLoadedFromSource(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/load\n\ngo 1.26.0\n")
	write("load.go", "package load\n\nimport \"errors\"\n\nvar Err = errors.New(\"wrong\")\n")
	if err := loadFromSource(dir); err != nil {
		t.Error(err)
	}
	write("load.go", "package load\n\nvar Err = missing\n")
	if err := loadFromSource(dir); err == nil {
		t.Error("a package that does not compile was loaded")
	}
}
