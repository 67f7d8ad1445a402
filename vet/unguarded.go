package vet

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// reportUnguarded reports the unguarded clients that are used where a guarded one is to be.
func reportUnguarded(pass *analysis.Pass, generated map[*ast.File]bool) {
	if !slices.ContainsFunc(pass.AllObjectFacts(), func(of analysis.ObjectFact) bool {
		_, ok := of.Fact.(*onlyGuarded)
		return ok
	}) {
		return // as in most packages
	}
	f := newFlow(pass, pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root())
	f.exportReturns()
	var written []inspector.Cursor
	for cur := range f.root.Children() {
		file := cur.Node().(*ast.File)
		if isTest := strings.HasSuffix(pass.Fset.Position(file.Package).Filename, "_test.go"); !isTest && !generated[file] {
			written = append(written, cur)
		}
	}
	f.exportLater(written)
	if !isForTests(pass.Pkg, written) {
		f.reportIn(written)
	}
}

// isForTests reports whether the package is there for tests: it is called like httptest, or
// imports testing. There, clients are doubles.
func isForTests(pkg *types.Package, files []inspector.Cursor) bool {
	return strings.HasSuffix(pkg.Name(), "test") || slices.ContainsFunc(files, func(cur inspector.Cursor) bool {
		return slices.ContainsFunc(cur.Node().(*ast.File).Imports, func(spec *ast.ImportSpec) bool {
			return spec.Path.Value == `"testing"`
		})
	})
}

func (f *flow) reportIn(files []inspector.Cursor) {
	for cur := range nodes(files, (*ast.CallExpr)(nil), (*ast.CompositeLit)(nil), (*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil)) {
		for c, from := range f.conversions(cur) {
			if !f.isGuarded(c, from, true) {
				t := types.TypeString(f.typeOf(from), f.qualifier)
				f.report(from, c, t+" is used as "+f.nameOf(c)+" without its guard")
			}
		}
		if c := f.returned(cur.Node()); c != nil && !f.isGuarded(c, cur, true) {
			f.report(cur, c, types.ExprString(cur.Node().(*ast.CallExpr).Fun)+" returns "+f.nameOf(c)+" without its guard")
		}
	}
}

// nodes are the nodes of these types in the files.
func nodes(files []inspector.Cursor, list ...ast.Node) func(yield func(inspector.Cursor) bool) {
	return func(yield func(inspector.Cursor) bool) {
		for _, file := range files {
			for cur := range file.Preorder(list...) {
				if !yield(cur) {
					return
				}
			}
		}
	}
}

func (f *flow) report(cur inspector.Cursor, c *client, problem string) {
	constructor := c.constructor
	if c.name.Pkg() != f.Pkg {
		constructor = c.name.Pkg().Name() + "." + constructor
	}
	f.Reportf(cur.Node().Pos(), "%s: wrap it in %s", problem, constructor)
}

func (f *flow) nameOf(c *client) string { return types.TypeString(c.Type, f.qualifier) }

func (f *flow) qualifier(p *types.Package) string {
	if p == f.Pkg {
		return ""
	}
	return p.Name()
}

// conversions are the expressions in the node that become a client there, and are unguarded for
// certain.
func (f *flow) conversions(cur inspector.Cursor) func(yield func(*client, inspector.Cursor) bool) {
	return func(yield func(*client, inspector.Cursor) bool) {
		for from, to := range f.assignments(cur) {
			if c := clientOf(f.Pass, to); c != nil && c.isUnguarded(f.TypesInfo.TypeOf(from)) {
				if at, ok := cur.FindNode(from); ok && !yield(c, at) {
					return
				}
			}
		}
	}
}

// assignments are the values that the node assigns, each with the type of what it is for.
// What is returned is none: it is for the caller to say whether it is guarded.
func (f *flow) assignments(cur inspector.Cursor) func(yield func(ast.Expr, types.Type) bool) {
	return func(yield func(ast.Expr, types.Type) bool) {
		switch n := cur.Node().(type) {
		case *ast.CallExpr:
			if f.TypesInfo.Types[n.Fun].IsType() && len(n.Args) == 1 {
				yield(n.Args[0], f.TypesInfo.TypeOf(n.Fun))
				return
			}
			signature, ok := types.Unalias(f.TypesInfo.TypeOf(n.Fun)).(*types.Signature)
			if !ok || n.Ellipsis.IsValid() {
				return
			}
			for i, arg := range n.Args {
				if param := paramAt(signature, i); param != nil && !yield(arg, elementOf(signature, param)) {
					return
				}
			}
		case *ast.CompositeLit:
			for i, element := range n.Elts {
				field, value := f.fieldAt(cur, i), element
				if pair, ok := element.(*ast.KeyValueExpr); ok {
					key, _ := pair.Key.(*ast.Ident)
					field, _ = f.TypesInfo.Uses[key].(*types.Var)
					value = pair.Value
				}
				if field != nil && field.IsField() && !yield(value, field.Type()) {
					return
				}
			}
		case *ast.AssignStmt:
			for i, value := range n.Rhs {
				if len(n.Lhs) == len(n.Rhs) && !yield(value, f.TypesInfo.TypeOf(n.Lhs[i])) {
					return
				}
			}
		case *ast.ValueSpec:
			for _, value := range n.Values {
				if n.Type != nil && !yield(value, f.TypesInfo.TypeOf(n.Type)) {
					return
				}
			}
		}
	}
}

// returned is the client that the node gives if it calls a function that returns it unguarded.
func (f *flow) returned(n ast.Node) *client {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return nil
	}
	fn := typeutil.StaticCallee(f.TypesInfo, call)
	if fn == nil || !f.ImportObjectFact(fn.Origin(), new(returnsUnguarded)) {
		return nil
	}
	return f.clientIn(fn.Signature().Results())
}

// clientIn is the first of the results that is a client, nil if there is none.
func (f *flow) clientIn(results *types.Tuple) *client {
	for v := range results.Variables() {
		if c := clientOf(f.Pass, v.Type()); c != nil {
			return c
		}
	}
	return nil
}
