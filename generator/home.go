package generator

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A home is the package that a decorator is written into, with the words that its files have
// for the types of others.
type home struct {
	*types.Package
	// published are types that cannot be named where they are declared, since that is an internal
	// package or their names are not exported; but under another name they are there for all.
	published map[*types.TypeName]*types.Alias
}

// newHome finds what is published of the types that the methods need.
func newHome(pkg *loaded, methods []*method) *home {
	h := &home{pkg.Types, make(map[*types.TypeName]*types.Alias)}
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
// imports, directly or not: importing one of these is no cycle. The package of the method that
// needs the type goes first, then those that are imported directly.
func (h *home) findPublished(pkg *loaded, named *types.Named, first *types.Package) *types.Alias {
	object := named.Obj()
	if object.Pkg() == nil {
		return nil
	}
	var candidates []*packages.Package
	packages.Visit([]*packages.Package{pkg}, nil, func(p *packages.Package) {
		knows := p.PkgPath == object.Pkg().Path() || p.Imports[object.Pkg().Path()] != nil
		if knows && p != pkg && p.Name != "main" && mayImport(h.Path(), p.PkgPath) {
			candidates = append(candidates, p)
		}
	})
	rank := func(p *packages.Package) string {
		switch {
		case p.PkgPath == first.Path():
			return "0"
		case pkg.Imports[p.PkgPath] != nil:
			return "1" + p.PkgPath
		default:
			return "2" + p.PkgPath
		}
	}
	slices.SortFunc(candidates, func(p, q *packages.Package) int { return strings.Compare(rank(p), rank(q)) })
	for _, p := range candidates {
		if name := aliasIn(p, object); name != "" {
			return types.NewAlias(types.NewTypeName(token.NoPos, types.NewPackage(p.PkgPath, p.Name), name, nil), named)
		}
	}
	return nil
}

// aliasIn is the exported alias that the files of p declare for the type, empty if there is none.
func aliasIn(p *packages.Package, object *types.TypeName) string {
	for _, path := range p.GoFiles {
		file, _ := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if file == nil {
			continue
		}
		for decl := range typeDeclarations(file) {
			spec := decl.spec
			if spec.Assign.IsValid() && spec.Name.IsExported() && spec.TypeParams == nil && isNameOf(object, spec.Type, file, p) {
				return spec.Name.Name
			}
		}
	}
	return ""
}

// isNameOf reports whether the expression, in a file of p, is the name of the object.
func isNameOf(object *types.TypeName, expr ast.Expr, file *ast.File, p *packages.Package) bool {
	switch e := ast.Unparen(expr).(type) {
	case *ast.Ident:
		return e.Name == object.Name() && p.PkgPath == object.Pkg().Path()
	case *ast.SelectorExpr:
		x, ok := e.X.(*ast.Ident)
		return ok && e.Sel.Name == object.Name() && imports(file, x.Name, object.Pkg())
	}
	return false
}

// imports reports whether the file imports the package by this name.
func imports(file *ast.File, name string, pkg *types.Package) bool {
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		if path == pkg.Path() && (spec.Name == nil && name == pkg.Name() || spec.Name != nil && name == spec.Name.Name) {
			return true
		}
	}
	return false
}
