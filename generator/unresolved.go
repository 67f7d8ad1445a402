package generator

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/packages"
)

// reportUnresolved reports what the sources take from packages that cannot be imported,
// or that do not compile, and returns where. The type checker has nothing to say of a name
// from such a package, and the methods that it stands for are just not there.
func (i *iface) reportUnresolved(sources []source, d *diagnostics) []token.Pos {
	var found []token.Pos
	for _, s := range sources {
		ast.Inspect(s.node, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if culprit := i.culprit(selector); culprit != nil {
				d.add(selector.Pos(), "%s", i.blame(culprit, d))
				found = append(found, selector.Sel.Pos())
			}
			return true
		})
	}
	return found
}

// withInvalidAliases adds the aliases that the sources use and that stand for nothing.
func (i *iface) withInvalidAliases(sources []source) []source {
	all := slices.Clone(sources)
	for n := 0; n < len(all); n++ { // it grows
		ast.Inspect(all[n].node, func(node ast.Node) bool {
			ident, ok := node.(*ast.Ident)
			if !ok {
				return true
			}
			name, ok := i.pkg.TypesInfo.Uses[ident].(*types.TypeName)
			if !ok || !hasInvalid(name.Type(), i.pkg.Types) {
				return true
			}
			decl, ok := declarationOf(i.pkg, name.Pos())
			if next := (source{decl.file, decl.spec}); ok && !slices.Contains(all, next) {
				all = append(all, next)
			}
			return true
		})
	}
	return all
}

// culprit is the package that is at fault if the name cannot be resolved whole; nil if it
// can, or if it is just not there.
func (i *iface) culprit(selector *ast.SelectorExpr) *types.Package {
	ident, ok := selector.X.(*ast.Ident)
	if !ok {
		return nil
	}
	name, ok := i.pkg.TypesInfo.Uses[ident].(*types.PkgName)
	if !ok {
		return nil
	}
	p, t := i.dependency(name.Imported().Path()), i.pkg.TypesInfo.TypeOf(selector)
	switch {
	case p == nil || !p.IllTyped:
		return nil
	case t == nil || hasInvalid(t, i.pkg.Types) || slices.ContainsFunc(p.Errors, isSyntax):
		return name.Imported()
	case types.IsInterface(t):
		return incompleteIn(t, name.Imported(), nil)
	}
	return nil // of a type that is embedded, the rest is checked with what embeds it
}

// isSyntax reports an error after which there may be less of a package than was written.
func isSyntax(e packages.Error) bool { return e.Kind == packages.ParseError }

// incompleteIn is the package in which something that the type's methods come from cannot be
// resolved, nil if there is none. The package that declares the type is home.
func incompleteIn(t types.Type, home *types.Package, within []types.Type) *types.Package {
	if slices.Contains(within, t) {
		return nil
	}
	if object := objectOf(t); object != nil && object.Pkg() != nil {
		home = object.Pkg()
	}
	for _, m := range explicitMethods(t) {
		if hasInvalid(m.Signature(), home) {
			return m.Pkg()
		}
	}
	for _, e := range embeddedTypes(t) {
		if hasInvalid(e, home) {
			return home
		}
		if culprit := incompleteIn(e, home, append(within, t)); culprit != nil {
			return culprit
		}
	}
	return nil
}

// explicitMethods are those that the declaration of the type has, without what it embeds. Of
// a type that is no interface, only the exported ones matter.
func explicitMethods(t types.Type) []*types.Func {
	if literal, ok := t.Underlying().(*types.Interface); ok {
		return slices.Collect(literal.ExplicitMethods())
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Collect(named.Methods()), func(fn *types.Func) bool { return !fn.Exported() })
}

func embeddedTypes(t types.Type) []types.Type {
	switch t := t.Underlying().(type) {
	case *types.Interface:
		return slices.Collect(t.EmbeddedTypes())
	case *types.Pointer:
		return []types.Type{t.Elem()}
	case *types.Struct:
		var embedded []types.Type
		for field := range t.Fields() {
			if field.Embedded() {
				embedded = append(embedded, field.Type())
			}
		}
		return embedded
	}
	return nil
}

func objectOf(t types.Type) *types.TypeName {
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj()
	}
	return nil
}

func hasInvalid(t types.Type, in *types.Package) bool {
	found := false
	walkType(t, &home{Package: in}, func(t types.Type) { found = found || types.Unalias(t) == types.Typ[types.Invalid] })
	return found
}

// reportDotImports reports the imports without a name that failed: any of the names that
// are not defined may come from there.
func (i *iface) reportDotImports(sources []source, d *diagnostics) {
	for _, s := range sources {
		for _, spec := range s.file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if spec.Name == nil || spec.Name.Name != "." {
				continue
			}
			if p := i.pkg.Imports[path]; p != nil && p.IllTyped {
				d.add(spec.Path.Pos(), "%s", whyUnusable(p, d))
			}
		}
	}
}
