package generator

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/packages"
)

// blame says what is wrong with a package that is imported, directly or not.
func (i *iface) blame(culprit *types.Package, d *diagnostics) string {
	p := i.dependency(culprit.Path())
	if p == nil {
		return culprit.Path() + " does not compile"
	}
	return whyUnusable(p, d)
}

func whyUnusable(p *packages.Package, d *diagnostics) string {
	if isMissing(p) {
		return couldNotImport(p)
	}
	for _, e := range p.Errors {
		if e.Kind != packages.TypeError && !isSyntax(e) {
			continue // the compiler's output as a whole
		}
		pos := parsePosition(e.Pos)
		pos.Filename = shorter(d.dir, pos.Filename)
		return p.PkgPath + " does not compile: " + pos.String() + ": " + withReason(e.Msg, p)
	}
	return p.PkgPath + " does not compile"
}

// isMissing reports whether nothing is known of the package. The type checker makes one up in
// the place of a package that it does not find.
func isMissing(p *packages.Package) bool {
	isEmpty := p.Types == nil || p.Types.Name() == "" || !p.Types.Complete() && p.Types.Scope().Len() == 0
	return len(p.Syntax) == 0 && isEmpty
}

func couldNotImport(p *packages.Package) string {
	message := "could not import " + p.PkgPath
	switch {
	case len(p.Errors) > 0:
		message += ": " + oneLine(p.Errors[0].Msg)
	case p.PkgPath == runtimePath: // nobody else has said what to do
		message += ": run go get " + runtimePath
	}
	return message
}

// withReason is what the type checker says, in one line; of an import that failed the go
// command knows more.
func withReason(message string, p *packages.Package) string {
	message, _, _ = strings.Cut(message, "\n")
	imported, isImport := strings.CutPrefix(message, "could not import ")
	path, _, _ := strings.Cut(imported, " (")
	if failed := p.Imports[path]; isImport && failed != nil && len(failed.Errors) > 0 {
		return couldNotImport(failed)
	}
	return message
}

// oneLine is what the go command says, which may have a line of its own for a command to run.
func oneLine(message string) string { return strings.Join(strings.Fields(message), " ") }

// dependency is a package that the interface's package imports, directly or not; nil if
// there is none of that path.
func (i *iface) dependency(path string) *packages.Package {
	for _, p := range i.pkg.Imports {
		if p.PkgPath == path {
			return p
		}
	}
	var found *packages.Package
	packages.Visit([]*packages.Package{i.pkg}, func(p *packages.Package) bool {
		if p.PkgPath == path && p != i.pkg {
			found = p
		}
		return found == nil
	}, nil)
	return found
}
