package generator

import (
	"fmt"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"

	"github.com/cbgen/cbgen/internal/spelling"
)

// find is the types with these names, and their methods.
func find(pkgs []*loaded, names []string, d *diagnostics) []*iface {
	var found []*iface
	for _, name := range names {
		if i := findOne(pkgs, name, d); i != nil {
			found = append(found, i)
		}
	}
	return found
}

func findOne(pkgs []*loaded, name string, d *diagnostics) *iface {
	for _, pkg := range pkgs {
		switch object := pkg.Types.Scope().Lookup(name).(type) {
		case nil:
			continue
		case *types.TypeName:
			return newIface(pkg, object, d)
		default:
			d.add(object.Pos(), "%s is not a type: name an interface, or a type with methods", name)
			return nil
		}
	}
	d.addAt(requestedAt(pkgs, name, d), fmt.Sprintf("no type %s in package %s%s", name, pkgs[0].Name, hintAt(name, pkgs, decorableNames(pkgs))))
	return nil
}

// hintAt is where the type might be that was not found, or what else was meant.
func hintAt(name string, pkgs []*loaded, candidates []string) string {
	for _, path := range pkgs[0].IgnoredFiles {
		if declaresAny(path, []string{name}) {
			return ": " + filepath.Base(path) + " declares it, and is not built with this GOOS, GOARCH and -tags"
		}
	}
	for _, path := range testFiles(pkgs[0].Dir) {
		if declaresAny(path, []string{name}) {
			return ": " + filepath.Base(path) + " declares it, and test files are not part of the package"
		}
	}
	return spelling.Ask(meantName(name, candidates))
}

// newIface is nil if there can be no decorator for the type.
func newIface(pkg *loaded, object *types.TypeName, d *diagnostics) *iface {
	i := newCollected(pkg, object)
	if i.reportTypeErrors(d) || i.reportNotDecorable(d) {
		return nil
	}
	i.home = newHome(pkg, i.methods)
	if i.reportUnnameable(d) {
		return nil
	}
	i.reportInTests(d)
	i.reportTags(d)
	i.reportTaken(d)
	return i
}

// newCollected has the methods of the type, which may be one without any.
func newCollected(pkg *loaded, object *types.TypeName) *iface {
	i := &iface{pkg: pkg, object: object}
	i.decl, _ = declarationOf(pkg, object.Pos())
	c := collectMethods(i)
	i.methods, i.through = c.found, c.seen
	return i
}

// requestedAt is where the name is asked for.
func requestedAt(pkgs []*loaded, name string, d *diagnostics) token.Position {
	if d.line != nil {
		return d.line.position(name)
	}
	return position(pkgs, requestPos(pkgs, name))
}

// requestPos is the go:generate line that names the type, or else the package clause.
func requestPos(pkgs []*loaded, name string) token.Pos {
	word := regexp.MustCompile(`^//go:generate .*\bcbgen\b.*?\b` + regexp.QuoteMeta(name) + `\b`)
	for _, pkg := range pkgs {
		for _, file := range pkg.Syntax {
			for _, group := range file.Comments {
				for _, c := range group.List {
					if match := word.FindString(c.Text); match != "" {
						return c.Pos() + token.Pos(len(match)-len(name))
					}
				}
			}
		}
	}
	return pkgs[0].Syntax[0].Name.Pos()
}

// decorableNames are the types of which a decorator can be asked for.
func decorableNames(pkgs []*loaded) []string {
	var found []string
	for _, pkg := range pkgs {
		scope := pkg.Types.Scope()
		for _, name := range scope.Names() {
			if canDecorate(scope.Lookup(name)) {
				found = append(found, name)
			}
		}
	}
	return found
}
