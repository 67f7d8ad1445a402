package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/cbgen/cbgen/generator"
	"github.com/cbgen/cbgen/vet"
)

const runtimePath = "github.com/cbgen/cbgen/runtime"

// analyze runs the analyzer on the packages, with their tests. A package that does not compile
// is an error, unless there are findings, which may be the reason.
func analyze(ctx context.Context, tags string, patterns []string) ([]generator.Diagnostic, error) {
	asked, others, err := listForFacts(ctx, tags, patterns)
	if err != nil {
		return nil, err
	}
	pkgs, err := loadAll(ctx, tags, packages.LoadSyntax|packages.NeedModule, slices.Concat(patterns, others))
	if err != nil {
		return nil, err
	}
	var roots []*packages.Package
	for _, pkg := range pkgs {
		maps.DeleteFunc(pkg.Imports, func(_ string, p *packages.Package) bool { return p.Syntax == nil }) // these have no facts
		if asked[pkg.PkgPath] && isFullest(pkg, pkgs) {
			roots = append(roots, pkg)
		}
	}
	if err := brokenFiles(roots); err != nil {
		return nil, err
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{vet.Analyzer}, roots, nil)
	if err != nil {
		return nil, err
	}
	var found []generator.Diagnostic
	var problems []error
	for _, act := range graph.Roots {
		problems = append(problems, act.Err)
		for _, d := range act.Diagnostics {
			pos := act.Package.Fset.Position(d.Pos)
			pos.Filename, pos.Offset = relative(pos.Filename), 0
			found = append(found, generator.Diagnostic{Pos: pos, Message: d.Message})
		}
	}
	err = errors.Join(problems...)
	if err == nil && slices.ContainsFunc(roots, isOwn) {
		var leftovers []generator.Diagnostic
		leftovers, err = generator.Leftovers(ctx, generator.All{Patterns: patterns, Tags: tags, Parse: parseLine})
		found = append(found, leftovers...)
	}
	if err == nil && len(found) == 0 {
		err = doNotCompile(roots)
	}
	return sorted(found), err
}

// isOwn reports whether the package is one whose lines go generate runs.
func isOwn(pkg *packages.Package) bool { return pkg.Module != nil && pkg.Module.Main }

func sorted(found []generator.Diagnostic) []generator.Diagnostic {
	slices.SortFunc(found, func(a, b generator.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Pos.Filename, b.Pos.Filename), cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(found)
}

// listForFacts are the paths of the packages that the patterns match, and those of the packages
// they depend on which the analyzer has to see too: the module's own, and those with guards.
func listForFacts(ctx context.Context, tags string, patterns []string) (asked map[string]bool, others []string, err error) {
	mode := packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedModule
	pkgs, err := loadAll(ctx, tags, mode, patterns)
	if err != nil {
		return nil, nil, err
	}
	asked = make(map[string]bool)
	for _, pkg := range pkgs {
		asked[pkg.PkgPath] = true
	}
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		if hasGuards := pkg.Imports[runtimePath] != nil; !asked[pkg.PkgPath] && (isOwn(pkg) || hasGuards) {
			others = append(others, pkg.PkgPath)
		}
	})
	return asked, others, nil
}

func loadAll(ctx context.Context, tags string, mode packages.LoadMode, patterns []string) ([]*packages.Package, error) {
	config := &packages.Config{Context: ctx, Mode: mode, Tests: true}
	if tags != "" {
		config.BuildFlags = []string{"-tags=" + tags}
	}
	pkgs, err := packages.Load(config, patterns...)
	if err = cmp.Or(ctx.Err(), err); err != nil {
		return nil, fmt.Errorf("load packages: %s", inOwnWords(err))
	}
	pkgs = slices.DeleteFunc(pkgs, func(pkg *packages.Package) bool { return strings.HasSuffix(pkg.ID, ".test") })
	for _, pkg := range pkgs {
		if pkg.Name == "" && len(pkg.Errors) > 0 {
			return nil, fmt.Errorf("load packages: %s", pkg.Errors[0].Msg)
		}
	}
	if len(pkgs) == 0 {
		return nil, fmt.Errorf("load packages: %s matches no package", strings.Join(patterns, " "))
	}
	return pkgs, nil
}

// inOwnWords is what the go command said, where it is that which failed.
func inOwnWords(err error) string {
	text := err.Error()
	if _, said, ok := strings.Cut(text, "stderr: "); ok {
		text = strings.TrimPrefix(said, "go: ")
	}
	return strings.TrimSpace(text)
}

// isFullest reports whether there is no variant of the package that has its tests too.
func isFullest(pkg *packages.Package, pkgs []*packages.Package) bool {
	return !slices.ContainsFunc(pkgs, func(other *packages.Package) bool {
		return other.PkgPath == pkg.PkgPath && len(other.CompiledGoFiles) > len(pkg.CompiledGoFiles)
	})
}

// brokenFiles is what the parser found, unless it is in a file that cbgen wrote: such a file is
// not current, which is what there is to say.
func brokenFiles(pkgs []*packages.Package) error {
	var problems []error
	for _, pkg := range pkgs {
		for _, e := range pkg.Errors {
			path, _, _ := strings.Cut(e.Pos, ".go:")
			content, _ := os.ReadFile(path + ".go")
			if e.Kind == packages.ParseError && !generator.IsGenerated(content) {
				problems = append(problems, withRelative(e))
			}
		}
	}
	return errors.Join(problems...)
}

// withRelative is the error with its file as seen from the current folder.
func withRelative(e packages.Error) error {
	if path, rest, ok := strings.Cut(e.Pos, ".go:"); ok {
		e.Pos = relative(path+".go") + ":" + rest
	}
	return e
}

// doNotCompile is the first error of each package that has one.
func doNotCompile(pkgs []*packages.Package) error {
	var problems []error
	for _, pkg := range pkgs {
		if len(pkg.Errors) == 0 {
			continue
		}
		first := pkg.Errors[max(0, slices.IndexFunc(pkg.Errors, func(e packages.Error) bool { return strings.Contains(e.Pos, ".go:") }))]
		if strings.HasPrefix(first.Msg, "could not import "+runtimePath+" ") {
			first.Msg = "could not import " + runtimePath + ": run go get " + runtimePath
		}
		problems = append(problems, fmt.Errorf("%s does not compile, so there may be more to find: %w", pkg.PkgPath, withRelative(first)))
	}
	return errors.Join(problems...)
}
