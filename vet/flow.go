package vet

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// A flow follows clients through a package: from where they become one, by a conversion to the
// interface, to where they end. It does not look at the order of statements: what is guarded
// somewhere counts as guarded, and what cannot be followed does too. A finding is then certain.
type flow struct {
	*analysis.Pass
	root   inspector.Cursor
	uses   map[*types.Var][]inspector.Cursor // the expressions that are the variable, field or parameter
	known  map[*types.Var]bool               // whether what is put there is guarded later
	within map[*types.Var]bool               // those that are being looked at
	fields map[string]bool                   // by [fieldPath]: those that another package guards than theirs
}

func newFlow(pass *analysis.Pass, root inspector.Cursor) *flow {
	f := &flow{
		Pass:   pass,
		root:   root,
		uses:   make(map[*types.Var][]inspector.Cursor),
		known:  make(map[*types.Var]bool),
		within: make(map[*types.Var]bool),
		fields: make(map[string]bool),
	}
	for _, of := range pass.AllPackageFacts() {
		if fact, ok := of.Fact.(*guardsFields); ok {
			for _, path := range fact.Paths {
				f.fields[path] = true
			}
		}
	}
	for cur := range root.Preorder((*ast.Ident)(nil)) {
		v, ok := pass.TypesInfo.Uses[cur.Node().(*ast.Ident)].(*types.Var)
		switch cur.ParentEdgeKind() {
		case edge.KeyValueExpr_Key:
			continue // the field of a literal
		case edge.SelectorExpr_Sel:
			cur = cur.Parent()
		}
		if ok {
			f.uses[v.Origin()] = append(f.uses[v.Origin()], cur)
		}
	}
	return f
}

// isGuarded reports whether the client that the expression gives comes to a guard, or to where
// it is lost from sight. To be returned is enough if mayReturn.
func (f *flow) isGuarded(c *client, cur inspector.Cursor, mayReturn bool) bool {
	kind, index := cur.ParentEdge()
	parent := cur.Parent()
	switch kind {
	case edge.ParenExpr_X:
		return f.isGuarded(c, parent, mayReturn)
	case edge.UnaryExpr_X:
		_, isLiteral := ast.Unparen(cur.Node().(ast.Expr)).(*ast.CompositeLit)
		return !isLiteral || f.isGuarded(c, parent, mayReturn)
	case edge.KeyValueExpr_Value:
		key, _ := parent.Node().(*ast.KeyValueExpr).Key.(*ast.Ident)
		field, _ := f.TypesInfo.Uses[key].(*types.Var)
		return f.isGuardedInLiteral(c, parent.Parent(), field, mayReturn)
	case edge.CompositeLit_Elts:
		return f.isGuardedInLiteral(c, parent, f.fieldAt(parent, index), mayReturn)
	case edge.CallExpr_Args:
		return f.isGuardedInCall(c, parent, index, mayReturn)
	case edge.AssignStmt_Rhs:
		assign := parent.Node().(*ast.AssignStmt)
		return f.isGuardedIn(c, target(c, assign.Lhs, index, len(assign.Rhs), f.typeOf(cur)))
	case edge.ValueSpec_Values:
		spec := parent.Node().(*ast.ValueSpec)
		var names []ast.Expr
		for _, name := range spec.Names {
			names = append(names, name)
		}
		return f.isGuardedIn(c, target(c, names, index, len(spec.Values), f.typeOf(cur)))
	case edge.ReturnStmt_Results:
		return mayReturn
	case edge.SelectorExpr_X, edge.AssignStmt_Lhs, edge.BinaryExpr_X, edge.BinaryExpr_Y, edge.TypeAssertExpr_X:
		return false // it is used, set, compared
	default:
		return true
	}
}

// typeOf is invalid where the type checker has not come, because of errors.
func (f *flow) typeOf(cur inspector.Cursor) types.Type {
	if t := f.TypesInfo.TypeOf(cur.Node().(ast.Expr)); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}

// target is what the client is assigned to: one of several results, perhaps.
func target(c *client, to []ast.Expr, index, values int, t types.Type) ast.Expr {
	if results, ok := t.(*types.Tuple); ok && values == 1 {
		index = c.in(results)
	}
	if index < 0 || index >= len(to) {
		return nil
	}
	return to[index]
}

// isGuardedIn reports whether what is assigned to the expression is guarded later.
func (f *flow) isGuardedIn(c *client, to ast.Expr) bool {
	switch to := to.(type) {
	case *ast.Ident:
		if to.Name == "_" {
			return true // nobody uses it
		}
		v, ok := f.TypesInfo.ObjectOf(to).(*types.Var)
		return !ok || f.isGuardedLater(c, v)
	case *ast.SelectorExpr:
		v, ok := f.TypesInfo.Uses[to.Sel].(*types.Var)
		return !ok || c.isImplementedBy(f.TypesInfo.TypeOf(to.X)) || f.isGuardedLater(c, v)
	default:
		return true // an element of something
	}
}

// isGuardedLater reports whether what is put into the variable, the field or the parameter
// is guarded later.
func (f *flow) isGuardedLater(c *client, v *types.Var) bool {
	v = v.Origin()
	if v.Pkg() != f.Pkg && (f.ImportObjectFact(v, new(guardedLater)) || f.fields[fieldPath(v)]) {
		return true
	}
	if known, ok := f.known[v]; ok || f.within[v] {
		return known
	}
	f.within[v] = true
	isLater := v.Kind() == types.ResultVar || v.Kind() == types.PackageVar && v.Exported() // who knows by whom
	for _, use := range f.uses[v] {
		isLater = isLater || f.isGuarded(c, use, v.Kind() == types.LocalVar)
	}
	delete(f.within, v)
	if isLater || len(f.within) == 0 { // or else it may be, by way of what is being looked at
		f.known[v] = isLater
	}
	return isLater
}

func (f *flow) isGuardedInLiteral(c *client, literal inspector.Cursor, field *types.Var, mayReturn bool) bool {
	switch {
	case c.isImplementedBy(f.typeOf(literal)):
		return f.isGuarded(c, literal, mayReturn) || field != nil && f.isGuardedLater(c, field) // a wrapper
	case field == nil:
		return true // an element of a slice, say
	default:
		return f.isGuardedLater(c, field)
	}
}

// fieldAt is the field that the element of a literal without keys is for; nil if it is for none.
func (f *flow) fieldAt(literal inspector.Cursor, index int) *types.Var {
	t, ok := types.Unalias(f.typeOf(literal)).Underlying().(*types.Struct)
	if !ok || index >= t.NumFields() {
		return nil
	}
	return t.Field(index)
}

func (f *flow) isGuardedInCall(c *client, cur inspector.Cursor, index int, mayReturn bool) bool {
	call := cur.Node().(*ast.CallExpr)
	if f.TypesInfo.Types[call.Fun].IsType() {
		return f.isGuarded(c, cur, mayReturn)
	}
	fn := typeutil.StaticCallee(f.TypesInfo, call)
	if fn == nil || c.isGuardedBy(fn) {
		return true
	}
	param := paramAt(fn.Origin().Signature(), index)
	if param == nil || !c.isImplementedBy(f.typeOf(cur)) && !c.isImplementedBy(elementOf(fn.Signature(), param)) {
		return true // it is taken for something else, such as any
	}
	return f.isGuardedLater(c, param) || c.isImplementedBy(f.typeOf(cur)) && f.isGuarded(c, cur, mayReturn)
}

func paramAt(signature *types.Signature, index int) *types.Var {
	n := signature.Params().Len()
	if n == 0 {
		return nil
	}
	return signature.Params().At(min(index, n-1))
}

// elementOf is the type that the parameter has for one argument.
func elementOf(signature *types.Signature, param *types.Var) types.Type {
	if slice, ok := param.Type().(*types.Slice); ok && signature.Variadic() {
		return slice.Elem()
	}
	return param.Type()
}
