package generator

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
)

// declarationOf is the declaration of the type whose name stands at pos.
func declarationOf(pkg *loaded, pos token.Pos) (declaration, bool) {
	for _, file := range pkg.Syntax {
		if pos < file.FileStart || file.FileEnd <= pos {
			continue
		}
		for decl := range typeDeclarations(file) {
			if decl.spec.Name.Pos() == pos {
				return decl, true
			}
		}
	}
	return declaration{}, false
}

// typeDeclarations are those at the top of the file.
func typeDeclarations(file *ast.File) func(yield func(declaration) bool) {
	return func(yield func(declaration) bool) {
		for _, decl := range file.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok || general.Tok != token.TYPE {
				continue
			}
			for _, spec := range general.Specs {
				if !yield(declaration{file, general, spec.(*ast.TypeSpec)}) {
					return
				}
			}
		}
	}
}

// collectMethods finds the methods of i in the order of its source.
func collectMethods(i *iface) *collector {
	c := &collector{pkg: i.pkg, all: make(map[string]*types.Func)}
	if t, ok := i.object.Type().Underlying().(*types.Interface); ok {
		for fn := range t.Methods() {
			c.all[fn.Name()] = fn
		}
	}
	c.expandDeclaration(i.decl, nil)
	return c
}

// A collector walks an interface as it is written down. The signatures it takes from the
// type, where type arguments are in their place already.
type collector struct {
	pkg   *loaded
	all   map[string]*types.Func // by name
	found []*method
	seen  []declaration // those that the walk came through
}

// expandDeclaration adds the methods of an interface of the package.
func (c *collector) expandDeclaration(decl declaration, within []declaration) {
	if slices.Contains(within, decl) {
		return // it embeds itself, which does not compile
	}
	if !slices.Contains(c.seen, decl) {
		c.seen = append(c.seen, decl)
	}
	c.expand(decl.spec.Type, slices.Concat([]declaration{decl}, within))
}

// expand adds the methods that the expression for an interface brings.
func (c *collector) expand(expr ast.Expr, within []declaration) {
	if literal, ok := ast.Unparen(expr).(*ast.InterfaceType); ok {
		for _, field := range literal.Methods.List {
			if len(field.Names) == 0 {
				c.expand(field.Type, within)
				continue
			}
			c.add(field.Names[0].Name, field, within)
		}
		return
	}
	if object := namedBy(c.pkg, expr); object != nil && object.Pkg() == c.pkg.Types {
		if decl, ok := declarationOf(c.pkg, object.Pos()); ok {
			c.expandDeclaration(decl, within)
			return
		}
	}
	c.addForeign(c.pkg.TypesInfo.TypeOf(expr), within)
}

// namedBy is the type that the expression names, without its type arguments.
func namedBy(pkg *loaded, expr ast.Expr) types.Object {
	switch e := ast.Unparen(expr).(type) {
	case *ast.Ident:
		return pkg.TypesInfo.Uses[e]
	case *ast.SelectorExpr:
		return pkg.TypesInfo.Uses[e.Sel]
	case *ast.IndexExpr:
		return namedBy(pkg, e.X)
	case *ast.IndexListExpr:
		return namedBy(pkg, e.X)
	}
	return nil
}

// addForeign adds the methods of another package's interface, in the order in which they stand
// there.
func (c *collector) addForeign(t types.Type, within []declaration) {
	if t == nil || !types.IsInterface(t) {
		return // only where the declaration does not compile
	}
	i := t.Underlying().(*types.Interface)
	methods := slices.Collect(i.Methods())
	slices.SortFunc(methods, c.compareForeign)
	for _, fn := range methods {
		c.add(fn.Name(), nil, within)
	}
}

// compareForeign leaves out what is not the same everywhere: the folders of the files, and the
// columns, which the build cache does not know.
func (c *collector) compareForeign(a, b *types.Func) int {
	p, q := c.pkg.Fset.Position(a.Pos()), c.pkg.Fset.Position(b.Pos())
	return cmp.Or(cmp.Compare(pathOf(a), pathOf(b)),
		cmp.Compare(filepath.Base(p.Filename), filepath.Base(q.Filename)),
		cmp.Compare(p.Line, q.Line),
		cmp.Compare(a.Name(), b.Name()))
}

// pathOf is the path of the package that declares the method; the universe, where error is
// declared, has none.
func pathOf(fn *types.Func) string {
	if fn.Pkg() == nil {
		return ""
	}
	return fn.Pkg().Path()
}

// add adds a method. If it came in before, it keeps that place; but a declaration in the
// package counts more than one elsewhere, and what embeds more than what is embedded.
func (c *collector) add(name string, field *ast.Field, within []declaration) {
	fn := c.all[name]
	if fn == nil {
		return // only where the declaration does not compile
	}
	next := route{field, within}
	i := slices.IndexFunc(c.found, func(m *method) bool { return m.name() == name })
	if i < 0 {
		c.found = append(c.found, &method{fn: fn, route: next})
		return
	}
	m := c.found[i]
	if field != nil && field != m.field && (m.field == nil || len(within) < len(m.within)) {
		m.route, next = next, m.route
	}
	m.others = append(m.others, next)
}
