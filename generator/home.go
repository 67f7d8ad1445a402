package generator

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/packages"
)

// A home is the package that a decorator is written into, with the words that its files have
// for the types of others.
type home struct {
	*types.Package
	// published are types that cannot be named where they are declared, since that is an internal
	// package or their names are not exported; but under another name they are there for all.
	published map[*types.TypeName]*types.Alias
	inTests   scope // what the package's tests declare, which are built with the decorator too
	sources   bool  // those of the imported packages are there, in which aliases are looked for
}

// newHome finds what is published of the types that the methods need.
func newHome(pkg *loaded, methods []*method) *home {
	h := &home{Package: pkg.Types, published: make(map[*types.TypeName]*types.Alias), sources: hasSources(pkg)}
	for _, m := range methods {
		walkType(m.signature(), h, func(t types.Type) {
			named, ok := t.(*types.Named)
			if ok && named.TypeArgs().Len() == 0 && unnameableObject(named.Obj(), h) != "" {
				if alias := h.findPublished(pkg, named, m.fn.Pkg()); alias != nil {
					h.published[named.Obj()] = alias
				}
			}
		})
	}
	return h
}

// findPublished is an exported alias of the type, nil if there is none, in the packages that h
// imports, directly or not: importing one of these is no cycle. There may be aliases on the way
// that cannot be named either.
func (h *home) findPublished(pkg *loaded, named *types.Named, first *types.Package) *types.Alias {
	if named.Obj().Pkg() == nil {
		return nil
	}
	candidates := importedBy(pkg, first)
	names := []qualifiedName{{named.Obj().Pkg().Path(), named.Obj().Name()}}
	for n := 0; n < len(names); n++ { // it grows
		for _, p := range candidates {
			alias := qualifiedName{p.PkgPath, aliasIn(p, names[n])}
			switch {
			case alias.name == "" || slices.Contains(names, alias):
			case mayImport(h.Path(), p.PkgPath) && p.Name != "main":
				return types.NewAlias(types.NewTypeName(token.NoPos, types.NewPackage(p.PkgPath, p.Name), alias.name, nil), named)
			default:
				names = append(names, alias)
			}
		}
	}
	return nil
}

// hasSources reports whether the files of the packages are known that pkg imports.
func hasSources(pkg *loaded) bool {
	for path, p := range pkg.Imports {
		if len(p.GoFiles) == 0 && path != "unsafe" {
			return false
		}
	}
	return true
}

// importedBy are the packages that pkg imports, directly or not. The one that is named goes first,
// then those that are imported directly.
func importedBy(pkg *loaded, first *types.Package) []*packages.Package {
	var all []*packages.Package
	packages.Visit([]*packages.Package{pkg}, nil, func(p *packages.Package) {
		if p != pkg {
			all = append(all, p)
		}
	})
	rank := func(p *packages.Package) int {
		switch {
		case p.PkgPath == first.Path():
			return 0
		case pkg.Imports[p.PkgPath] != nil:
			return 1
		default:
			return 2
		}
	}
	slices.SortFunc(all, func(p, q *packages.Package) int {
		return cmp.Or(cmp.Compare(rank(p), rank(q)), cmp.Compare(p.PkgPath, q.PkgPath))
	})
	return all
}

// A qualifiedName is what a type is called in its package.
type qualifiedName struct{ path, name string }

// aliasIn is the exported alias that the files of p declare for the type, empty if there is none.
func aliasIn(p *packages.Package, of qualifiedName) string {
	if p.PkgPath != of.path && p.Imports[of.path] == nil {
		return ""
	}
	for _, path := range p.GoFiles {
		file, _ := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if file == nil {
			continue
		}
		for decl := range typeDeclarations(file) {
			spec := decl.spec
			if spec.Assign.IsValid() && spec.Name.IsExported() && spec.TypeParams == nil && of.isMeant(spec.Type, file, p) {
				return spec.Name.Name
			}
		}
	}
	return ""
}

// isMeant reports whether the expression, in a file of p, is the type's name.
func (n qualifiedName) isMeant(expr ast.Expr, file *ast.File, p *packages.Package) bool {
	switch e := ast.Unparen(expr).(type) {
	case *ast.Ident:
		return e.Name == n.name && p.PkgPath == n.path
	case *ast.SelectorExpr:
		x, ok := e.X.(*ast.Ident)
		return ok && e.Sel.Name == n.name && importsAs(file, x.Name, p.Imports[n.path])
	}
	return false
}

// importsAs reports whether the file imports the package by this name.
func importsAs(file *ast.File, name string, pkg *packages.Package) bool {
	if pkg == nil {
		return false
	}
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		if path == pkg.PkgPath && (spec.Name == nil && name == pkg.Name || spec.Name != nil && name == spec.Name.Name) {
			return true
		}
	}
	return false
}
