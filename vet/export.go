package vet

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
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
}
