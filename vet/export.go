package vet

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/objectpath"
)

// exportReturns exports which functions return unguarded clients, also by way of each other.
func (f *flow) exportReturns() {
	for again := true; again; {
		again = false
		for cur := range f.root.Preorder((*ast.FuncDecl)(nil)) {
			fn, ok := f.TypesInfo.Defs[cur.Node().(*ast.FuncDecl).Name].(*types.Func)
			if !ok || f.ImportObjectFact(fn, new(returnsUnguarded)) {
				continue
			}
			if c := f.clientIn(fn.Signature().Results()); c != nil && f.returnsUnguarded(cur, c, fn.Signature().Results()) {
				f.ExportObjectFact(fn, new(returnsUnguarded))
				again = true
			}
		}
	}
}

// returnsUnguarded reports whether the client is unguarded in every return, unless it is nil.
func (f *flow) returnsUnguarded(decl inspector.Cursor, c *client, results *types.Tuple) bool {
	found, isCertain := false, true
	decl.Inspect([]ast.Node{(*ast.ReturnStmt)(nil), (*ast.FuncLit)(nil)}, func(cur inspector.Cursor) bool {
		statement, ok := cur.Node().(*ast.ReturnStmt)
		if !ok {
			return false // of a function within
		}
		value := target(c, statement.Results, c.in(results), len(statement.Results), nil)
		switch {
		case value == nil:
			isCertain = false // the results have names, or are those of a call
		case f.TypesInfo.Types[value].IsNil():
		case c.isUnguarded(f.TypesInfo.TypeOf(value)), f.returned(ast.Unparen(value)) != nil:
			found = true
		default:
			isCertain = false
		}
		return true
	})
	return found && isCertain
}

// exportLater exports which parameters, fields and variables of the package are for clients that are guarded later.
func (f *flow) exportLater(files []inspector.Cursor) {
	for cur := range nodes(files, (*ast.Field)(nil), (*ast.ValueSpec)(nil)) {
		var names []*ast.Ident
		switch n := cur.Node().(type) {
		case *ast.Field:
			names = n.Names
			if len(names) == 0 {
				names = []*ast.Ident{embedded(n.Type)}
			}
		case *ast.ValueSpec:
			names = n.Names
		}
		for _, name := range names {
			v, ok := f.TypesInfo.Defs[name].(*types.Var)
			if !ok || v.Kind() != types.PackageVar && v.Kind() != types.FieldVar && v.Kind() != types.ParamVar {
				continue
			}
			if c := clientOf(f.Pass, v.Type()); c != nil && f.isGuardedLater(c, v) {
				f.ExportObjectFact(v, new(guardedLater))
			}
		}
	}
	f.exportFields()
}

// embedded is the name of a field that is embedded by its type; nil if the type has none.
func embedded(expr ast.Expr) *ast.Ident {
	switch expr := ast.Unparen(expr).(type) {
	case *ast.Ident:
		return expr
	case *ast.StarExpr:
		return embedded(expr.X)
	case *ast.SelectorExpr:
		return expr.Sel
	case *ast.IndexExpr:
		return embedded(expr.X)
	case *ast.IndexListExpr:
		return embedded(expr.X)
	default:
		return nil
	}
}

// exportFields exports which fields of other packages' structs this one guards.
func (f *flow) exportFields() {
	var paths []string
	for v := range f.uses {
		if !v.IsField() || v.Pkg() == f.Pkg || v.Pkg() == nil {
			continue
		}
		c, path := clientOf(f.Pass, v.Type()), fieldPath(v)
		if c != nil && path != "" && !f.fields[path] && f.isGuardedLater(c, v) {
			paths = append(paths, path)
		}
	}
	if len(paths) > 0 {
		slices.Sort(paths)
		f.ExportPackageFact(&guardsFields{paths})
	}
}

// fieldPath tells the fields of all packages apart. It is empty if nobody but its package can
// name the field.
func fieldPath(v *types.Var) string {
	path, err := objectpath.For(v)
	if err != nil {
		return ""
	}
	return v.Pkg().Path() + " " + string(path)
}
