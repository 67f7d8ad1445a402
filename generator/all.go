package generator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An All says whose //go:generate lines to run.
type All struct {
	Dir      string   // where the patterns are looked for; the working directory if empty
	Patterns []string // as for go build
	Tags     string   // build tags, for finding lines and for those that name none

	// Parse reads the arguments of a line. Its error is a mistake in the line, at the first of
	// the arguments that it mentions.
	Parse func(args []string) (Config, error)
}

// GenerateAll makes the files that the //go:generate lines of the packages ask cbgen for,
// the same that go generate would have it write, and reports everything that is wrong in any
// of the packages, as [Generate] does for one.
func GenerateAll(ctx context.Context, all All) ([]File, []Diagnostic, error) {
	made, found, err := all.generate(ctx)
	return filesOf(made), found, err
}

func (all All) generate(ctx context.Context) ([]*rendering, []Diagnostic, error) {
	s := &survey{all: all, diagnostics: &diagnostics{dir: all.Dir}}
	if err := s.read(ctx); err != nil {
		return nil, nil, err
	}
	s.diagnostics.list = append(s.diagnostics.list, s.leftovers.list...)
	made, err := generate(ctx, s.configs, s.diagnostics)
	err = errors.Join(errors.Join(s.problems...), err)
	found := s.diagnostics.sorted()
	switch {
	case err == nil && len(found) == 0 && len(s.configs) == s.unasked:
		err = fmt.Errorf("no //go:generate line in %s calls cbgen: write //go:generate cbgen -type PaymentClient "+
			"beside an interface", strings.Join(all.Patterns, " "))
	case err == nil && len(found) == 0:
		return made, nil, nil
	}
	return nil, found, err
}

// A survey is what the lines of the packages ask for.
type survey struct {
	all         All
	lines       *lineReader
	configs     []Config
	unasked     int        // how many of these no line asks for
	outputs     []leftover // what has been generated, for a line or not
	leftovers   diagnostics
	problems    []error
	diagnostics *diagnostics
}

func (s *survey) read(ctx context.Context) error {
	pkgs, err := s.list(ctx)
	if err != nil {
		return err
	}
	var suspects []Config
	for _, pkg := range pkgs {
		before := len(s.diagnostics.list)
		hasDirectives := s.readPackage(pkg)
		if hasDirectives && len(s.diagnostics.list) == before { // or else a line may be meant to ask
			suspects = append(suspects, Config{Dir: s.all.Dir, Package: pkg.Dir, Tags: s.all.Tags})
		}
	}
	s.addUnasked(suspects)
	s.leftovers.dir = s.all.Dir
	return s.reportLeftovers(ctx)
}

// list lists the packages that match. Like go generate it leaves out those of modules that are
// not the user's own.
func (s *survey) list(ctx context.Context) ([]*listed, error) {
	env, err := readGoEnv(ctx, s.all.Dir)
	if err != nil {
		return nil, fmt.Errorf("load packages: %w", cmp.Or(ctx.Err(), err))
	}
	s.lines = &lineReader{env, s.diagnostics}
	pkgs, err := list(ctx, s.all.Dir, env.tagsForLines(s.all.Tags), s.all.Patterns)
	if err != nil && ctx.Err() == nil && !isInModule(s.all.Dir) {
		return nil, errNoModule
	}
	if err != nil {
		return nil, fmt.Errorf("load packages: %w", cmp.Or(ctx.Err(), err))
	}
	var own []*listed
	for _, pkg := range pkgs {
		switch {
		case pkg.Error != nil && len(pkg.hosts()) == 0:
			s.problems = append(s.problems, errors.New("load packages: "+pkg.Error.Err))
		case pkg.Module != nil && pkg.Module.Main:
			own = append(own, pkg)
		}
	}
	switch {
	case len(own) > 0:
		return own, nil
	case !isInModule(s.all.Dir):
		return nil, errNoModule
	case len(pkgs) == 0:
		return nil, matchesNone(s.all.Patterns)
	case len(s.problems) == 0:
		return nil, notOwn(pkgs[0].ImportPath)
	}
	return nil, errors.Join(s.problems...)
}

// readPackage adds what the lines of the package ask for, and reports whether there may be
// directives in it that no line of its own is about.
func (s *survey) readPackage(pkg *listed) (hasDirectives bool) {
	before := len(s.configs)
	var built [][]byte
	for _, path := range pkg.hosts() {
		content, err := os.ReadFile(path)
		if err != nil {
			s.problems = append(s.problems, fmt.Errorf("read the package's files: %w", err))
			continue
		}
		for _, l := range s.lines.readFile(path, content) {
			s.addLine(l)
		}
		if len(headerArguments(content)) > 0 {
			s.outputs = append(s.outputs, leftover{output{path, content}, pkg})
		} else if slices.Contains(pkg.built(), path) && !isOutput(filepath.Base(path), nil, content) {
			built = append(built, content)
		}
	}
	isAsked := func(cfg Config) bool { return cfg.Package == pkg.Dir }
	return !slices.ContainsFunc(s.configs[before:], isAsked) && slices.ContainsFunc(built, mayHaveDirectives)
}

func (s *survey) addLine(l *line) {
	cfg, err := s.all.Parse(l.arguments())
	if err != nil {
		s.diagnostics.addAt(l.position(wordsOf(err.Error())...), err.Error())
		return
	}
	l.pkg, cfg.line = cfg.Package, l
	cfg.Dir = s.all.Dir
	cfg.Tags = cmp.Or(cfg.Tags, s.all.Tags)
	if cfg.Package == "" || cfg.Package[0] == '.' {
		cfg.Package = filepath.Join(filepath.Dir(l.file), cfg.Package)
	}
	s.configs = append(s.configs, cfg)
}

// addUnasked adds the packages with directives that no line leads to. There is nothing to
// generate in them, but to report.
func (s *survey) addUnasked(suspects []Config) {
	asked := make(map[string]bool)
	for _, cfg := range s.configs {
		asked[cfg.Package] = true
	}
	for _, cfg := range suspects {
		if !asked[cfg.Package] {
			s.configs = append(s.configs, cfg)
			s.unasked++
		}
	}
}
