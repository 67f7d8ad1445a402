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
	file := fileAt(pkg, pos)
	if file == nil {
		return declaration{}, false
	}
	for decl := range typeDeclarations(file) {
		if decl.spec.Name.Pos() == pos {
			return decl, true
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
	c := &collector{pkg: i.pkg, all: make(map[string]selected), shadowed: make(map[string][]route)}
	switch t := i.object.Type().Underlying(); {
	case types.IsInterface(t):
		for fn := range t.(*types.Interface).Methods() {
			c.all[fn.Name()] = selected{fn: fn}
		}
		c.expandDeclaration(i.decl, route{})
	case t == types.Typ[types.Invalid]: // an interface or not: the way to what does not compile is the same
		c.expandDeclaration(i.decl, route{})
	default:
		c.collectConcrete(i.object.Type())
	}
	return c
}

// A collector walks a type as it is written down. The signatures it takes from the type, where
// type arguments are in their place already.
type collector struct {
	pkg      *loaded
	all      map[string]selected // by name
	found    []*method
	shadowed map[string][]route // by name: those by which a method of it comes that does not count
	seen     []declaration      // those that the walk came through
}

// A selected method is the one that Go takes for the name, and the embedded fields on the way.
type selected struct {
	fn     *types.Func
	fields []int
}

// comesBy reports whether the route leads to the method. One of another package's type is known
// only as far as to the field with that.
func (s selected) comesBy(r route) bool {
	if r.isForeign() {
		return len(r.fields) <= len(s.fields) && slices.Equal(r.fields, s.fields[:len(r.fields)])
	}
	return slices.Equal(r.fields, s.fields)
}

// through is the route from the declaration on.
func (c *collector) through(decl declaration, via route) route {
	if !slices.Contains(c.seen, decl) {
		c.seen = append(c.seen, decl)
	}
	via.within = slices.Concat([]declaration{decl}, via.within)
	return via
}

// expandDeclaration adds the methods of an interface of the package.
func (c *collector) expandDeclaration(decl declaration, via route) {
	if slices.Contains(via.within, decl) {
		return // it embeds itself, which does not compile
	}
	c.expand(decl.spec.Type, c.through(decl, via))
}

// expand adds the methods that the expression for an interface brings.
func (c *collector) expand(expr ast.Expr, via route) {
	if literal, ok := ast.Unparen(expr).(*ast.InterfaceType); ok {
		for _, field := range literal.Methods.List {
			if len(field.Names) == 0 {
				c.expand(field.Type, via)
				continue
			}
			c.add(field.Names[0].Name, methodDecl{field.Names[0], field.Doc}, via)
		}
		return
	}
	if object := namedBy(c.pkg, expr); object != nil && object.Pkg() == c.pkg.Types {
		if decl, ok := declarationOf(c.pkg, object.Pos()); ok {
			c.expandDeclaration(decl, via)
			return
		}
	}
	if t := c.pkg.TypesInfo.TypeOf(expr); t != nil && types.IsInterface(t) { // or else it does not compile
		c.addForeign(slices.Collect(t.Underlying().(*types.Interface).Methods()), via)
	}
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

// addForeign adds methods of another package's type, in the order of their positions there
// as far as these are known.
func (c *collector) addForeign(methods []*types.Func, via route) {
	slices.SortStableFunc(methods, byPosition(c.pkg.Fset))
	for _, fn := range methods {
		c.add(fn.Name(), methodDecl{}, via)
	}
}

// byPosition is an order that is the same on every machine, wherever packages lie there, and
// whether they are in the build cache, which knows no columns.
func byPosition(fset *token.FileSet) func(a, b *types.Func) int {
	return func(a, b *types.Func) int {
		p, q := fset.Position(a.Pos()), fset.Position(b.Pos())
		return cmp.Or(cmp.Compare(pathOf(a.Pkg()), pathOf(b.Pkg())),
			cmp.Compare(filepath.Base(p.Filename), filepath.Base(q.Filename)),
			cmp.Compare(p.Line, q.Line), cmp.Compare(a.Name(), b.Name()))
	}
}

// pathOf is empty for the package of error.
func pathOf(pkg *types.Package) string {
	if pkg == nil {
		return ""
	}
	return pkg.Path()
}

// add adds a method. If it came in before, it keeps that place; but a declaration in the
// package counts more than one elsewhere, and what embeds more than what is embedded.
func (c *collector) add(name string, declared methodDecl, via route) {
	selected, ok := c.all[name]
	if !ok {
		return // it is hidden or ambiguous, or the declaration does not compile
	}
	next := route{declared, via.within, via.fields}
	if !selected.comesBy(next) {
		c.shadowed[name] = append(c.shadowed[name], next)
		return
	}
	i := slices.IndexFunc(c.found, func(m *method) bool { return m.name() == name })
	if i < 0 {
		c.found = append(c.found, &method{fn: selected.fn, route: next})
		return
	}
	m := c.found[i]
	if declared != m.declared && !next.isForeign() && (m.isForeign() || len(next.within) < len(m.within)) {
		m.route, next = next, m.route
	}
	m.others = append(m.others, next)
}
