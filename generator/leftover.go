package generator

import (
	"context"
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// A leftover is a file that cbgen wrote, and that no line may ask for any more.
type leftover struct {
	output
	pkg *listed
}

// Leftovers reports the generated files of the packages that no //go:generate line asks for any
// more: nothing keeps them current.
func Leftovers(ctx context.Context, all All) ([]Diagnostic, error) {
	s := &survey{all: all, diagnostics: &diagnostics{dir: all.Dir}}
	if err := s.read(ctx); err != nil {
		return nil, err
	}
	return s.leftovers.sorted(), nil
}

// reportLeftovers reports the outputs that no line asks for, in whichever package of their module
// it stands. Of the packages that have not been read, the lines are read only where that matters.
func (s *survey) reportLeftovers(ctx context.Context) error {
	suspects := slices.DeleteFunc(s.outputs, s.asksFor)
	others := make(map[string]*survey)
	for _, o := range suspects {
		module := o.pkg.Module.Path
		if others[module] == nil {
			others[module] = &survey{all: s.all, lines: &lineReader{s.lines.env, new(diagnostics)}, diagnostics: new(diagnostics)}
			pkgs, err := list(ctx, o.pkg.Dir, s.lines.env.tagsForLines(s.all.Tags), []string{module + "/..."})
			if err != nil {
				return err
			}
			for _, pkg := range pkgs {
				others[module].readPackage(pkg)
			}
		}
		if !others[module].asksFor(o) {
			s.leftovers.addAt(token.Position{Filename: o.path, Line: 1, Column: 1}, fmt.Sprintf("no //go:generate line asks for %s any more: "+
				"write //go:generate cbgen %s beside the type, or delete this file", filepath.Base(o.path), headerArguments(o.content)[0]))
		}
	}
	return nil
}

// asksFor reports whether one of the lines asks for the type that the file was generated for.
func (s *survey) asksFor(o leftover) bool {
	return slices.ContainsFunc(headerArguments(o.content), func(arguments string) bool {
		words := strings.Fields(arguments)
		return slices.ContainsFunc(s.configs, func(cfg Config) bool {
			isFor := cfg.Package == o.pkg.Dir || cfg.Package == o.pkg.ImportPath
			return isFor && slices.ContainsFunc(cfg.Types, func(name string) bool { return slices.Contains(words, name) })
		})
	})
}
