package generator

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// collect finds the interfaces with these names, and their methods.
func collect(pkgs []*loaded, names []string, d *diagnostics) []*iface {
	var found []*iface
	for _, name := range names {
		if i := collectOne(pkgs, name, d); i != nil {
			found = append(found, i)
		}
	}
	return found
}

func collectOne(pkgs []*loaded, name string, d *diagnostics) *iface {
	for _, pkg := range pkgs {
		object := pkg.Types.Scope().Lookup(name)
		if object == nil {
			continue
		}
		if problem := notDecorable(object, pkg.Types); problem != "" {
			d.add(object.Pos(), "%s", problem)
			return nil
		}
		i := &iface{pkg: pkg, object: object.(*types.TypeName)}
		i.decl, _ = declarationOf(pkg, object.Pos())
		i.methods = methodsOf(i)
		return i.checked(d)
	}
	hint := didYouMean(name, interfaceNames(pkgs))
	d.add(requestPos(pkgs, name), "no type %s in package %s%s", name, pkgs[0].Name, hint)
	return nil
}

// notDecorable says why there can be no decorator for the object; empty if there can.
func notDecorable(object types.Object, pkg *types.Package) string {
	name := object.Name()
	if _, ok := object.(*types.TypeName); !ok {
		return name + " is not a type: name an interface"
	}
	i, ok := object.Type().Underlying().(*types.Interface)
	if !ok {
		if isInvalid(object.Type()) {
			return name + " cannot be resolved: make its declaration compile first"
		}
		return name + " is not an interface: declare one with the methods to guard, and name that"
	}
	if !i.IsMethodSet() {
		return name + " is a constraint: no variable can have its type, so there is nothing to wrap"
	}
	if i.NumMethods() == 0 {
		return name + " has no methods: there is nothing to guard"
	}
	for m := range i.Methods() {
		if !m.Exported() && m.Pkg() != pkg {
			return name + " has the unexported method " + m.Name() + " of package " + m.Pkg().Path() +
				": only that package can implement it"
		}
	}
	return ""
}

// checked is i, or nil if its signatures cannot be written down again.
func (i *iface) checked(d *diagnostics) *iface {
	for _, m := range i.methods {
		if !isInvalid(m.signature()) {
			continue
		}
		pos, reason := i.decl.spec.Name.Pos(), "make it compile first"
		if m.field != nil {
			pos = m.field.Pos()
			if e := typeErrorIn(i.pkg, d.fset, m.field); e != nil {
				pos, reason = e.Pos, e.Msg
			}
		}
		d.add(pos, "the signature of %s cannot be resolved: %s", m.name(), reason)
	}
	typeName, constructor := decoratorNames(i.object)
	for _, name := range []string{typeName, constructor} {
		if taken := i.pkg.Types.Scope().Lookup(name); taken != nil {
			d.add(taken.Pos(), "%s is the name of a declaration that cbgen generates for %s: rename this one", name, i.object.Name())
		}
	}
	return i
}

// typeErrorIn is the type checker's complaint about the method, if it has one.
func typeErrorIn(pkg *loaded, fset *token.FileSet, field *ast.Field) *types.Error {
	for _, e := range pkg.TypeErrors {
		if field.Pos() <= e.Pos && e.Pos < field.End() {
			return &e
		}
	}
	return nil
}

// requestPos is the go:generate line that names the type, or else the package clause.
func requestPos(pkgs []*loaded, name string) token.Pos {
	for _, pkg := range pkgs {
		for _, file := range pkg.Syntax {
			for _, group := range file.Comments {
				for _, c := range group.List {
					_, args, ok := strings.Cut(c.Text, "cbgen")
					if !strings.HasPrefix(c.Text, "//go:generate ") || !ok {
						continue
					}
					words := strings.FieldsFunc(args, func(r rune) bool { return r == ' ' || r == ',' || r == '=' })
					if slices.Contains(words, name) {
						return c.Pos() + token.Pos(strings.LastIndex(c.Text, name))
					}
				}
			}
		}
	}
	return pkgs[0].Syntax[0].Name.Pos()
}

func interfaceNames(pkgs []*loaded) []string {
	var found []string
	for _, pkg := range pkgs {
		scope := pkg.Types.Scope()
		for _, name := range scope.Names() {
			if object, ok := scope.Lookup(name).(*types.TypeName); ok && types.IsInterface(object.Type()) {
				found = append(found, name)
			}
		}
	}
	return found
}

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

// methodsOf are the methods of i in the order of its source.
func methodsOf(i *iface) []*method {
	c := &collector{pkg: i.pkg, all: make(map[string]*types.Func)}
	for fn := range i.object.Type().Underlying().(*types.Interface).Methods() {
		c.all[fn.Name()] = fn
	}
	c.expand(i.decl.spec.Type, []declaration{i.decl})
	return c.found
}

// A collector walks an interface as it is written down. The signatures it takes from the
// type, where type arguments are in their place already.
type collector struct {
	pkg   *loaded
	all   map[string]*types.Func // what has not been found yet
	found []*method
}

// expand adds the methods that the expression for an interface brings.
func (c *collector) expand(expr ast.Expr, within []declaration) {
	if literal, ok := ast.Unparen(expr).(*ast.InterfaceType); ok {
		for _, field := range literal.Methods.List {
			if len(field.Names) == 0 {
				c.expand(field.Type, within)
				continue
			}
			for _, name := range field.Names {
				c.add(name.Name, field, within)
			}
		}
		return
	}
	if object := c.named(expr); object != nil && object.Pkg() == c.pkg.Types {
		decl, ok := declarationOf(c.pkg, object.Pos())
		if slices.Contains(within, decl) {
			return // an interface that embeds itself does not compile
		}
		if ok {
			c.expand(decl.spec.Type, append([]declaration{decl}, within...))
			return
		}
	}
	c.addForeign(c.pkg.TypesInfo.TypeOf(expr), within)
}

// named is the type that the expression names, without its type arguments.
func (c *collector) named(expr ast.Expr) types.Object {
	switch e := ast.Unparen(expr).(type) {
	case *ast.Ident:
		return c.pkg.TypesInfo.Uses[e]
	case *ast.SelectorExpr:
		return c.pkg.TypesInfo.Uses[e.Sel]
	case *ast.IndexExpr:
		return c.named(e.X)
	case *ast.IndexListExpr:
		return c.named(e.X)
	}
	return nil
}

// addForeign adds the methods of another package's interface, in the order of their
// positions there as far as these are known.
func (c *collector) addForeign(t types.Type, within []declaration) {
	i, ok := t.Underlying().(*types.Interface)
	if !ok {
		return
	}
	methods := slices.Collect(i.Methods())
	slices.SortStableFunc(methods, func(a, b *types.Func) int { return comparePos(c.pkg.Fset, a.Pos(), b.Pos()) })
	for _, fn := range methods {
		c.add(fn.Name(), nil, within)
	}
}

func comparePos(fset *token.FileSet, a, b token.Pos) int {
	p, q := fset.Position(a), fset.Position(b)
	if c := strings.Compare(p.Filename, q.Filename); c != 0 {
		return c
	}
	if p.Line != q.Line {
		return p.Line - q.Line
	}
	return p.Column - q.Column
}

func (c *collector) add(name string, field *ast.Field, within []declaration) {
	fn := c.all[name]
	if fn == nil {
		return // it came in by another embedded interface already
	}
	delete(c.all, name)
	c.found = append(c.found, &method{fn: fn, field: field, within: within})
}

// isInvalid reports whether t contains a type that could not be resolved.
func isInvalid(t types.Type) bool {
	return (&invalidFinder{seen: make(map[types.Type]bool)}).in(t)
}

type invalidFinder struct{ seen map[types.Type]bool }

func (f *invalidFinder) in(t types.Type) bool {
	if t == nil || f.seen[t] {
		return false
	}
	f.seen[t] = true
	switch t := t.(type) {
	case *types.Basic:
		return t.Kind() == types.Invalid
	case *types.Alias:
		return f.anyOf(t.TypeArgs()) || f.in(types.Unalias(t))
	case *types.Named:
		return f.anyOf(t.TypeArgs())
	case interface{ Elem() types.Type }: // pointer, slice, array, channel; a map's key is below
		m, ok := t.(*types.Map)
		return f.in(t.Elem()) || ok && f.in(m.Key())
	case *types.Signature:
		return f.in(t.Params()) || f.in(t.Results())
	case *types.Tuple:
		for v := range t.Variables() {
			if f.in(v.Type()) {
				return true
			}
		}
	case *types.Struct:
		for v := range t.Fields() {
			if f.in(v.Type()) {
				return true
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			if f.in(m.Type()) {
				return true
			}
		}
	}
	return false
}

func (f *invalidFinder) anyOf(args *types.TypeList) bool {
	for t := range args.Types() {
		if f.in(t) {
			return true
		}
	}
	return false
}
