package generator

import (
	"go/token"
	"go/types"
	"slices"
)

// collectConcrete finds the exported methods of a type that is no interface.
func (c *collector) collectConcrete(t types.Type) {
	for s := range methodSet(t).Methods() {
		if fn := s.Obj().(*types.Func); fn.Exported() {
			c.all[fn.Name()] = selected{asWritten(fn), s.Index()[:len(s.Index())-1]}
		}
	}
	c.expandConcrete(t, route{})
	for _, m := range c.found {
		m.others = append(m.others, c.shadowed[m.name()]...)
	}
}

// asWritten is the method without the names of results that the compiler has made up, and
// exports: it names those without a name, and the blank ones, of a function that returns from
// within a range over a function.
func asWritten(fn *types.Func) *types.Func {
	isMadeUp := func(v *types.Var) bool { return v.Name() != "" && !token.IsIdentifier(v.Name()) }
	s := fn.Signature()
	results := slices.Collect(s.Results().Variables())
	if !slices.ContainsFunc(results, isMadeUp) {
		return fn
	}
	name := ""
	if slices.ContainsFunc(results, func(v *types.Var) bool { return !isMadeUp(v) }) {
		name = "_"
	}
	for i, v := range results {
		if isMadeUp(v) {
			results[i] = types.NewParam(v.Pos(), v.Pkg(), name, v.Type())
		}
	}
	s = types.NewSignatureType(s.Recv(), nil, nil, s.Params(), types.NewTuple(results...), s.Variadic())
	return types.NewFunc(fn.Pos(), fn.Pkg(), fn.Name(), s)
}

// expandConcrete adds the methods of a type that is no interface, and those that it promotes.
func (c *collector) expandConcrete(t types.Type, via route) {
	switch t := t.(type) {
	case *types.Pointer:
		c.expandConcrete(t.Elem(), via)
	case *types.Alias:
		c.expandAlias(t, via)
	case *types.Named:
		c.expandNamed(t, via)
	case *types.Struct:
		c.expandFields(t, via)
	case *types.Interface:
		c.addForeign(methodsOf(t), via)
	}
}

func (c *collector) expandAlias(t *types.Alias, via route) {
	decl, ok := c.declaration(t.Obj())
	switch {
	case ok && types.IsInterface(t):
		c.expandDeclaration(decl, via)
	case ok:
		c.expandConcrete(t.Rhs(), c.through(decl, via))
	default:
		c.expandConcrete(t.Rhs(), via)
	}
}

func (c *collector) declaration(object *types.TypeName) (declaration, bool) {
	if object.Pkg() != c.pkg.Types {
		return declaration{}, false
	}
	return declarationOf(c.pkg, object.Pos())
}

func (c *collector) expandNamed(t *types.Named, via route) {
	decl, ok := c.declaration(t.Obj())
	switch {
	case !ok:
		c.addForeign(methodsOf(t), via)
	case slices.Contains(via.within, decl): // a struct may embed a pointer to itself
	case types.IsInterface(t):
		c.expandDeclaration(decl, via)
	default:
		via = c.through(decl, via)
		for _, f := range methodFuncs(c.pkg, t) {
			c.add(f.Name.Name, methodDecl{f.Name, f.Doc}, via)
		}
		c.expandConcrete(t.Underlying(), via)
	}
}

func (c *collector) expandFields(t *types.Struct, via route) {
	fields := via.fields
	for i := range t.NumFields() {
		if t.Field(i).Embedded() {
			via.fields = append(slices.Clone(fields), i)
			c.expandConcrete(t.Field(i).Type(), via)
		}
	}
}

// methodsOf are all methods of a type, promoted ones too.
func methodsOf(t types.Type) []*types.Func {
	if literal, ok := t.Underlying().(*types.Interface); ok {
		return slices.Collect(literal.Methods())
	}
	var found []*types.Func
	for s := range methodSet(t).Methods() {
		found = append(found, s.Obj().(*types.Func))
	}
	return found
}
