package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/cbgen/cbgen/generator"
)

// A result is what came out.
type result struct {
	subjects []*subject
	unusable []string
	files    int
}

// sweep decorates what the packages that match export, and compares with what must be.
func (m *module) sweep(patterns []string) (*result, error) {
	subjects, unusable, err := m.subjects(patterns)
	if err != nil {
		return nil, err
	}
	r := &result{subjects: subjects, unusable: unusable}
	var accepted, refused []declaration
	for _, s := range subjects {
		for _, d := range s.declarations() {
			if d.want == "" {
				accepted = append(accepted, d)
			} else {
				refused = append(refused, d)
			}
		}
	}
	r.files, err = m.generate(accepted)
	return r, errors.Join(err, m.refuse(refused))
}

// generate decorates what can be decorated, and builds it.
func (m *module) generate(declared []declaration) (int, error) {
	if err := m.declare(folders("accepted", declared)); err != nil {
		return 0, err
	}
	files, diagnostics, err := m.run("./accepted/...")
	if err != nil || len(diagnostics) > 0 {
		return 0, errors.Join(err, fmt.Errorf("refused, and should not be:\n%s", list(diagnostics)))
	}
	if len(files) != len(declared) {
		return 0, fmt.Errorf("%d files for %d interfaces", len(files), len(declared))
	}
	for _, file := range files {
		if err := os.WriteFile(file.Path, file.Content, 0o644); err != nil {
			return 0, err
		}
	}
	if _, err := goCommand(m.dir, "build", "-gcflags=-e", "./accepted/..."); err != nil {
		return 0, err
	}
	_, err = goCommand(m.dir, "vet", "./accepted/...")
	return len(files), err
}

// refuse has cbgen refuse what cannot be decorated, each with the right words in the right place.
func (m *module) refuse(declared []declaration) error {
	all := folders("refused", declared)
	if err := m.declare(all); err != nil {
		return err
	}
	_, diagnostics, err := m.run("./refused/...")
	if err != nil {
		return err
	}
	var wrong []error
	heard := make(map[string]bool)
	byPath := make(map[string]*folder)
	for _, f := range all {
		byPath[f.path] = f
	}
	for _, g := range diagnostics {
		f := byPath[path.Dir(filepath.ToSlash(g.Pos.Filename))]
		if f == nil {
			wrong = append(wrong, fmt.Errorf("in another file: %s", g))
			continue
		}
		d, ok := f.lines[g.Pos.Line]
		if !ok || g.Pos.Column != len("type ")+1 || !strings.HasPrefix(g.Message, d.want) {
			wrong = append(wrong, fmt.Errorf("instead of %q: %s", d.want, g))
			continue
		}
		heard[d.String()] = true
	}
	for _, d := range declared {
		if !heard[d.String()] {
			wrong = append(wrong, fmt.Errorf("%s is not refused, and should be: %s", d, d.want))
		}
	}
	return errors.Join(wrong...)
}

func (m *module) declare(all []*folder) error {
	for _, f := range all {
		if err := m.write(path.Join(f.path, "declarations.go"), f.source()); err != nil {
			return err
		}
	}
	return nil
}

func (m *module) run(pattern string) ([]generator.File, []generator.Diagnostic, error) {
	return generator.GenerateAll(context.Background(), generator.All{
		Dir:      m.dir,
		Patterns: []string{pattern},
		Parse: func(args []string) (generator.Config, error) {
			return generator.Config{Types: strings.Split(args[1], ",")}, nil
		},
	})
}

func list(diagnostics []generator.Diagnostic) string {
	var lines []string
	for _, d := range diagnostics {
		lines = append(lines, d.String())
	}
	return strings.Join(lines, "\n")
}
