package generator

import (
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
