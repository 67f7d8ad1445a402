package vet

import (
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// A client is an interface that is to be used guarded.
type client struct {
	types.Type
	name        *types.TypeName
	constructor string
}

// clientOf is the client that the type is; nil if it is none.
func clientOf(pass *analysis.Pass, t types.Type) *client {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return nil
	}
	var only onlyGuarded
	if !pass.ImportObjectFact(named.Obj(), &only) {
		return nil
	}
	return &client{t, named.Obj(), only.Constructor}
}

// isImplementedBy reports whether the type, or one of the results that a tuple is of, can stand
// for the client: it is the interface itself, an implementation, or a wrapper.
func (c *client) isImplementedBy(t types.Type) bool {
	if tuple, ok := t.(*types.Tuple); ok {
		return c.in(tuple) >= 0
	}
	literal, ok := c.Underlying().(*types.Interface)
	return ok && t != nil && (types.Implements(t, literal) || types.Implements(types.NewPointer(t), literal))
}

// in is which of the results can stand for the client, -1 if none can.
func (c *client) in(results *types.Tuple) int {
	for i := range results.Len() {
		if c.isImplementedBy(results.At(i).Type()) {
			return i
		}
	}
	return -1
}

// isGuardedBy reports whether the function is the constructor of the client's guard.
func (c *client) isGuardedBy(fn *types.Func) bool {
	return fn.Pkg() == c.name.Pkg() && fn.Name() == c.constructor && fn.Signature().Recv() == nil
}

// isUnguarded reports whether a value of the type is an unguarded client for certain. One that
// holds something with a method of the client may pass its calls on, to a guard too: a guard is
// one that does.
func (c *client) isUnguarded(t types.Type) bool {
	if t == nil || types.IsInterface(t) || !c.isImplementedBy(t) {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Tuple: // several results
		return false
	case *types.Signature: // a function, which may be a method of a guard
		return false
	}
	return !c.isHeldBy(t, 0)
}

// isHeldBy reports whether the struct has a field with a method of the client.
func (c *client) isHeldBy(t types.Type, depth int) bool {
	if pointer, ok := t.Underlying().(*types.Pointer); ok {
		t = pointer.Elem()
	}
	literal, ok := t.Underlying().(*types.Struct)
	if !ok || depth > 3 {
		return false
	}
	for field := range literal.Fields() {
		held := field.Type()
		if container, ok := held.Underlying().(interface{ Elem() types.Type }); ok { // a slice of them, say
			held = container.Elem()
		}
		if c.sharesMethod(held) || c.isHeldBy(held, depth+1) {
			return true
		}
	}
	return false
}

func (c *client) sharesMethod(t types.Type) bool {
	literal, ok := c.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for m := range literal.Methods() {
		if object, _, _ := types.LookupFieldOrMethod(t, true, m.Pkg(), m.Name()); object != nil {
			if _, ok := object.(*types.Func); ok {
				return true
			}
		}
	}
	return false
}
