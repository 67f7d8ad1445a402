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
		case pkg.Name == "main" || !isPublic(pkg.PkgPath):
			continue
		case len(pkg.Errors) > 0:
			unusable = append(unusable, pkg.PkgPath+": "+pkg.Errors[0].Msg)
			continue
		}
		scope := pkg.Types.Scope()
		for _, name := range scope.Names() {
			object, ok := scope.Lookup(name).(*types.TypeName)
			if ok && object.Exported() && types.IsInterface(object.Type()) {
				found = append(found, &subject{pkg, object, refusalOf(object, published)})
			}
		}
	}
	if len(found) == 0 {
		return nil, nil, fmt.Errorf("no interface in %v", patterns)
	}
	return found, unusable, nil
}

// isPublic reports whether anybody may import the package.
func isPublic(path string) bool {
	elements := strings.Split(path, "/")
	return !slices.Contains(elements, "internal") && elements[0] != "vendor" && elements[0] != "cmd"
}
