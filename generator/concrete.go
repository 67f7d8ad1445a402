package generator

import (
	"go/token"
	"go/types"
	"slices"
)

// isConcrete reports whether the type is none of an interface, so that one is made of its
// exported methods.
func (i *iface) isConcrete() bool { return !types.IsInterface(i.object.Type()) }

const interfaceSuffix = "API"

// interfaceName is what the interface with the methods is called that the decorator has too.
func (i *iface) interfaceName() string {
	if i.isConcrete() {
		return i.object.Name() + interfaceSuffix
	}
	return i.object.Name()
}

// methodSet are the methods that can be called on a variable of the type, which is no
// interface: those of a pointer to it too.
func methodSet(t types.Type) *types.MethodSet {
	t = instantiated(t)
	if _, isPointer := t.Underlying().(*types.Pointer); !isPointer {
		t = types.NewPointer(t)
	}
	return types.NewMethodSet(t)
}

// instantiated is a generic type with its own type parameters for arguments. Its methods are
// written with these then, rather than each with those of its receiver.
func instantiated(t types.Type) types.Type {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.TypeParams().Len() == 0 || named.TypeArgs().Len() > 0 {
		return t
	}
	var args []types.Type
	for p := range named.TypeParams().TypeParams() {
		args = append(args, p)
	}
	instance, err := types.Instantiate(nil, named, args, false)
	if err != nil {
		return t
	}
	return instance
}

// hasMethods reports whether a type that is no interface has exported methods.
func hasMethods(t types.Type) bool {
	for s := range methodSet(t).Methods() {
		if s.Obj().Exported() {
			return true
		}
	}
	return false
}

// canDecorate reports whether a decorator for the type can be asked for.
func canDecorate(object types.Object) bool {
	name, ok := object.(*types.TypeName)
	return ok && (types.IsInterface(name.Type()) || hasMethods(name.Type()))
}

// isUnresolved reports whether it cannot be known what methods the type has.
func isUnresolved(object types.Object) bool {
	return object == nil || object.Type().Underlying() == types.Typ[types.Invalid] || incompleteIn(object.Type(), nil, nil) != nil
}

// needsPointer reports whether only a pointer to the type has all of the methods.
func (i *iface) needsPointer() bool {
	ofValue := types.NewMethodSet(instantiated(i.object.Type()))
	return slices.ContainsFunc(i.methods, func(m *method) bool { return ofValue.Lookup(i.pkg.Types, m.name()) == nil })
}

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
