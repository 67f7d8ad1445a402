package main

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A subject is an exported interface of somebody else's package.
type subject struct {
	pkg     *packages.Package
	object  *types.TypeName
	refusal *refusal // why it cannot be decorated elsewhere, nil if it can
	// imports are packages that have to be imported too, for the names that they give to what the
	// subject's own package calls by an internal name.
	imports []string
}

func (s *subject) String() string { return s.pkg.PkgPath + "." + s.object.Name() }

// owner is the module that the subject is of, with its version.
func (s *subject) owner() string {
	if s.pkg.Module == nil {
		return standard
	}
	return s.pkg.Module.Path + " " + s.pkg.Module.Version
}

const standard = "standard library"

// subjects are the exported interfaces of the packages that match, except those that nobody
// can import. Unusable are packages that do not load here, such as those for another platform.
func (m *module) subjects(patterns []string) (found []*subject, unusable []string, err error) {
	pkgs, err := packages.Load(&packages.Config{
		Dir:  m.dir,
		Mode: packages.LoadTypes | packages.NeedModule | packages.NeedExportFile,
	}, patterns...)
	if err != nil {
		return nil, nil, fmt.Errorf("load the packages: %w", err)
	}
	slices.SortFunc(pkgs, func(a, b *packages.Package) int { return strings.Compare(a.PkgPath, b.PkgPath) })
	published := aliasesIn(pkgs)
	for _, pkg := range pkgs {
		switch {
		case pkg.Name == "main" || !isPublic(pkg.PkgPath) || !isOf(pkg, patterns):
			continue
		case len(pkg.Errors) > 0:
			unusable = append(unusable, pkg.PkgPath+": "+pkg.Errors[0].Msg)
			continue
		}
		scope := pkg.Types.Scope()
		for _, name := range scope.Names() {
			object, ok := scope.Lookup(name).(*types.TypeName)
			if ok && object.Exported() && types.IsInterface(object.Type()) {
				s := &subject{pkg: pkg, object: object}
				var publishers [][]string
				s.refusal, publishers = refusalOf(object, published)
				s.addImports(publishers)
				found = append(found, s)
			}
		}
	}
	if len(found) == 0 {
		return nil, nil, fmt.Errorf("no interface in %v", patterns)
	}
	return found, unusable, nil
}

// addImports adds one package of each list, unless the subject's package imports one anyway.
func (s *subject) addImports(publishers [][]string) {
	known := make(map[string]bool)
	packages.Visit([]*packages.Package{s.pkg}, nil, func(p *packages.Package) { known[p.PkgPath] = true })
	for _, paths := range publishers {
		if !slices.ContainsFunc(paths, func(path string) bool { return known[path] }) {
			s.imports = append(s.imports, paths[0])
			known[paths[0]] = true
		}
	}
}

// isOf reports whether the package is of one of the modules that the patterns name, and not of
// one whose path only begins the same.
func isOf(pkg *packages.Package, patterns []string) bool {
	return pkg.Module == nil || slices.Contains(patterns, pkg.Module.Path+"/...")
}

// isPublic reports whether anybody may import the package.
func isPublic(path string) bool {
	elements := strings.Split(path, "/")
	return !slices.Contains(elements, "internal") && elements[0] != "vendor" && elements[0] != "cmd"
}
