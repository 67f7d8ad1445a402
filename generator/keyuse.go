package generator

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"
)

// A keyUse is the expression that a method has a guard for each value of.
type keyUse struct {
	*code
	of      types.Type
	through []pointer // what must not be nil for the expression to have a value
}

// A pointer is one that an expression goes through, or a field that is embedded in it.
type pointer struct {
	expr     ast.Expr
	embedded string // such as .Base; empty for the expression itself
}

// findKey gives the method its key, if one applies.
func (r *resolver) findKey(m *method, l *localNames) {
	d := m.applied.verb(byKey.name)
	if d == nil || d.off.IsValid() || d.wrong {
		return
	}
	if b := m.applied.verb(breaker.name); b != nil && m.policy.Breaker.Group != "" {
		r.add(max(d.pos, b.keyPos("group")), "group=%s would share the breaker that each key of %s has of its own: remove group, or key",
			m.policy.Breaker.Group, m.name())
		return
	}
	text := d.arguments[byKey.bare.Name].code[0]
	scope := r.codeScope(m, l, d)
	c, problem := scope.check(text, expression)
	if problem != nil {
		r.add(problem.pos, "%s%s%s", r.inMethod(m, d), problem.message, r.orOff(m, d))
		return
	}
	if why := r.noKey(c); why != "" {
		r.add(text.pos, "%s%s %s", r.inMethod(m, d), text.text, why)
		return
	}
	m.key = &keyUse{c, types.Default(c.value().Type), c.pointers()}
}

// noKey is why the expression cannot be a key; empty if it can.
func (r *resolver) noKey(c *code) string {
	for _, result := range c.results {
		if c.mentions(result) {
			return "has the result " + result.Name() + " in it, and the key is needed before the call"
		}
	}
	tv := c.value()
	switch {
	case tv.IsType():
		return "is a type: a key is a value, such as req.TenantID"
	case tv.Value != nil:
		return "is always " + tv.Value.String() + ": a key is a value that differs from call to call, such as req.TenantID"
	case !tv.IsValue() || tv.IsNil():
		return "is not a value: a key is one, such as req.TenantID"
	}
	t := types.Default(tv.Type)
	if !types.Comparable(t) {
		return "cannot be a key: values of type " + c.typeString(t) + " cannot be compared"
	}
	if isPointerTo(t, "net/http", "Request") {
		return "cannot be a key: it is another one in each call; select what calls have in common, such as " + c.text + ".URL.Host"
	}
	if hasInterface(t) {
		return "cannot be a key: a value of type " + c.typeString(t) + " may have something in it that cannot be compared; " +
			"convert it to a type that is no interface"
	}
	problem := ""
	walkType(t, r.home, func(t types.Type) { problem = cmp.Or(problem, unnameable(t, r.home)) })
	if problem != "" {
		return "cannot be a key: its type has " + problem
	}
	return ""
}

// hasInterface reports whether comparing values of the type, which is comparable, may panic.
func hasInterface(t types.Type) bool {
	if _, isParam := types.Unalias(t).(*types.TypeParam); isParam {
		return false // whoever instantiates it with an interface has chosen that
	}
	switch t := t.Underlying().(type) {
	case *types.Interface:
		return true
	case *types.Array:
		return hasInterface(t.Elem())
	case *types.Struct:
		for field := range t.Fields() {
			if hasInterface(field.Type()) {
				return true
			}
		}
	}
	return false
}

// pointers are the variables, and fields of them, that may be nil although the expression
// selects or reads something of theirs: first those that the others go through.
func (c *code) pointers() []pointer {
	var found []pointer
	ast.Inspect(c.expr, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit:
			return false
		case *ast.StarExpr:
			if c.isNilable(node.X) {
				found = append(found, pointer{expr: node.X})
			}
		case *ast.SelectorExpr:
			found = append(found, c.pointersOf(node)...)
		}
		return true
	})
	slices.SortStableFunc(found, func(a, b pointer) int { return cmp.Compare(a.expr.End(), b.expr.End()) })
	return found
}

// pointersOf are what a selector goes through.
func (c *code) pointersOf(selector *ast.SelectorExpr) []pointer {
	selection := c.info.Selections[selector]
	if selection == nil || !c.isPath(selector.X) {
		return nil
	}
	var found []pointer
	if c.isNilable(selector.X) {
		found = append(found, pointer{expr: selector.X})
	}
	t, embedded := selection.Recv(), ""
	for _, i := range selection.Index()[:len(selection.Index())-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		field := t.Underlying().(*types.Struct).Field(i)
		t, embedded = field.Type(), embedded+"."+field.Name()
		if canBeNil(t) {
			found = append(found, pointer{selector.X, embedded})
		}
	}
	return found
}

func (c *code) isNilable(expr ast.Expr) bool {
	return c.isPath(expr) && canBeNil(c.info.TypeOf(expr))
}

// isPath reports whether the expression is a variable, or a field of one.
func (c *code) isPath(expr ast.Expr) bool {
	switch expr := ast.Unparen(expr).(type) {
	case *ast.Ident:
		_, ok := c.info.Uses[expr].(*types.Var)
		return ok
	case *ast.SelectorExpr:
		_, ok := c.info.Uses[expr.Sel].(*types.Var)
		return ok && (c.info.Selections[expr] == nil || c.isPath(expr.X))
	}
	return false
}

func canBeNil(t types.Type) bool {
	if _, isParam := types.Unalias(t).(*types.TypeParam); isParam {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	}
	return false
}
