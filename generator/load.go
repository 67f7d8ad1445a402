package generator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A loaded package is one that may declare the types to decorate.
type loaded = packages.Package

// load loads what the configurations ask for. Those that agree on the tags, and on whether
// tests are needed, share a load. A configuration that cannot be loaded is reported at its
// line, or is part of the error if it has none.
func load(ctx context.Context, cfgs []Config, list lister, d *diagnostics) ([]*run, error) {
	runs := newRuns(ctx, cfgs)
	for _, group := range groups(runs) {
		if err := loadGroup(ctx, group, list); err != nil {
			return nil, err
		}
	}
	var usable []*run
	var problems []error
	for _, r := range runs {
		switch err := r.problem(); {
		case err == nil:
			usable = append(usable, r)
		case r.line == nil:
			problems = append(problems, err)
		default:
			d.addAt(r.line.position(r.line.pkg), err.Error())
		}
	}
	return usable, errors.Join(problems...)
}

// newRuns reads the folder of every configuration, each folder once.
func newRuns(ctx context.Context, cfgs []Config) []*run {
	var runs []*run
	outputs := make(map[string][]string)
	for _, cfg := range cfgs {
		cfg.Package = cmp.Or(cfg.Package, ".")
		r := &run{Config: cfg}
		r.path, r.err = packageFolder(ctx, cfg)
		if cfg.Output != "" {
			outputs[r.path] = append(outputs[r.path], cfg.Output)
		}
		runs = append(runs, r)
	}
	folders := make(map[string]*folder)
	for _, r := range runs {
		if r.err != nil {
			continue
		}
		if folders[r.path] == nil {
			folders[r.path], r.err = readFolder(r.path, outputs[r.path])
		}
		if r.err == nil {
			r.folder = folders[r.path]
			r.folder.asked.addConfig(r.Config)
			r.tests = r.folder.declaresInTests(r.Types)
		}
	}
	return runs
}

// groups are the runs that can share a load.
func groups(runs []*run) [][]*run {
	type manner struct {
		dir, tags string
		tests     bool
	}
	var found [][]*run
	at := make(map[manner]int)
	for _, r := range runs {
		if r.err != nil {
			continue
		}
		m := manner{r.Dir, r.Tags, r.tests}
		if _, ok := at[m]; !ok {
			at[m] = len(found)
			found = append(found, nil)
		}
		found[at[m]] = append(found[at[m]], r)
	}
	return found
}

// loadGroup loads the packages of runs that agree on how, in one load. With tests, a run gets
// the package with its tests, and the external test package.
func loadGroup(ctx context.Context, runs []*run, list lister) error {
	flags, unmask, err := mask(runs)
	if err != nil {
		return err
	}
	defer unmask()
	c := packagesConfig(ctx, runs[0].Config)
	c.BuildFlags = append(c.BuildFlags, flags...)
	c.Tests = runs[0].tests
	byPattern := make(map[string][]*run)
	for _, r := range runs {
		byPattern[r.Package] = append(byPattern[r.Package], r)
	}
	patterns := slices.Sorted(maps.Keys(byPattern))
	prefetch := newPrefetch(runs[0].Notes, c, patterns)
	pkgs, err := loadPackages(c, list, patterns...)
	if err != nil {
		return err
	}
	if err := check(c, pkgs, prefetch); err != nil {
		return err
	}
	if len(byPattern) == 1 {
		for _, r := range runs {
			r.pkgs = pkgs
		}
		return nil
	}
	byFolder := make(map[string][]*loaded)
	for _, pkg := range pkgs {
		byFolder[pkg.Dir] = append(byFolder[pkg.Dir], pkg)
	}
	for _, r := range runs {
		r.pkgs = byFolder[r.path]
		if r.pkgs == nil {
			r.err = loadGroup(ctx, []*run{r}, list) // which says what is wrong with it
		}
	}
	return nil
}

// problem is why nothing can be generated for the run.
func (r *run) problem() error {
	switch {
	case r.err != nil:
		return r.err
	case len(r.pkgs[0].Syntax) == 0:
		return notLoaded(r.pkgs[0], "only tests in "+r.path+", and none declares the type")
	case r.pkgs[0].Module == nil || !r.pkgs[0].Module.Main: // the standard library is of none
		return notOwn(r.pkgs[0].PkgPath)
	}
	return nil
}

func notOwn(path string) error {
	if os.Getenv("GO111MODULE") == "off" {
		return errors.New("load packages: GO111MODULE is off, and without modules nothing can be generated: unset it")
	}
	return fmt.Errorf("%s is not a package of your module, and nothing can be generated into it: "+
		"declare an interface of your own that embeds the one to guard, and name that", path)
}

// notLoaded is why there is nothing of a package: what the go command says, or else the reason.
func notLoaded(pkg *loaded, reason string) error {
	if len(pkg.Errors) > 0 {
		reason = withoutPosition(pkg.Errors[0])
	}
	return errors.New("load packages: " + reason)
}

func testFiles(folder string) []string {
	return slices.DeleteFunc(goFiles(folder), func(path string) bool { return !isTestFile(path) })
}

// declaresAny reports whether a file declares one of the types, be it part of the build or not.
func declaresAny(path string, types []string) bool {
	file, _ := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if file == nil {
		return false // loading the file says what is wrong with it
	}
	for decl := range typeDeclarations(file) {
		if slices.Contains(types, decl.spec.Name.Name) {
			return true
		}
	}
	return false
}

func packagesConfig(ctx context.Context, cfg Config) *packages.Config {
	c := &packages.Config{Context: ctx, Dir: cfg.Dir, Fset: token.NewFileSet()}
	if cfg.Tags != "" {
		c.BuildFlags = []string{"-tags=" + cfg.Tags}
	}
	return c
}

// A lister is how much of the packages is listed.
type lister func(c *packages.Config, patterns []string) ([]*loaded, error)

func loadPackages(c *packages.Config, list lister, patterns ...string) ([]*loaded, error) {
	pkgs, err := list(c, patterns)
	err = cmp.Or(c.Context.Err(), err) // a command that was stopped says only that
	switch {
	case err != nil && c.Context.Err() == nil && !isInModule(c.Dir):
		return nil, errNoModule
	case err != nil:
		return nil, fmt.Errorf("load packages: %w", err)
	}
	if c.Tests {
		pkgs = slices.DeleteFunc(pkgs, isNotTheFullest(pkgs))
	}
	switch {
	case len(pkgs) == 0 && !isInModule(c.Dir):
		return nil, errNoModule
	case len(pkgs) == 0:
		return nil, matchesNone(patterns)
	case len(pkgs) > len(patterns) && !c.Tests:
		return nil, fmt.Errorf("load packages: %s matches %d packages; name one", strings.Join(patterns, " "), len(pkgs))
	}
	return pkgs, nil
}

var errNoModule = errors.New("load packages: there is no go.mod in this folder or one above: run go mod init first")

func matchesNone(patterns []string) error {
	return fmt.Errorf("load packages: %s matches no package", strings.Join(patterns, " "))
}

// isInModule reports whether there is a go.mod or a go.work in the folder or in one above.
func isInModule(dir string) bool {
	dir, _ = filepath.Abs(dir)
	for {
		for _, name := range []string{"go.mod", "go.work"} {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				return true
			}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return false
		}
		dir = parent
	}
}

func withoutPosition(e packages.Error) string {
	if e.Pos == "" || e.Pos == "-" {
		return e.Msg
	}
	return e.Error()
}

// packageFolder is where the package's files are, and its outputs.
func packageFolder(ctx context.Context, cfg Config) (string, error) {
	if cfg.Package[0] == '.' {
		return filepath.Abs(filepath.Join(cfg.Dir, cfg.Package))
	}
	if filepath.IsAbs(cfg.Package) {
		return cfg.Package, nil
	}
	pkgs, err := loadPackages(packagesConfig(ctx, cfg), listAlone, cfg.Package)
	if err != nil {
		return "", err
	}
	if pkgs[0].Dir == "" {
		return "", notLoaded(pkgs[0], "no package "+cfg.Package)
	}
	return pkgs[0].Dir, nil
}

// isNotTheFullest drops, of what is loaded with tests, the package without them and the
// test's main package.
func isNotTheFullest(pkgs []*loaded) func(*loaded) bool {
	withTests := make(map[string]bool)
	for _, pkg := range pkgs {
		if strings.Contains(pkg.ID, " [") {
			withTests[pkg.PkgPath] = true
		}
	}
	return func(pkg *loaded) bool {
		return strings.HasSuffix(pkg.ID, ".test") || withTests[pkg.PkgPath] && !strings.Contains(pkg.ID, " [")
	}
}
