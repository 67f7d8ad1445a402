package generator

import (
	"go/token"
	"go/types"
)

// contextParam is the index of the parameter that is the call's context, or -1: the first
// context.Context, or else the first of another type that can be passed for one.
func (m *method) contextParam() int {
	if i := m.firstParam(func(t types.Type) bool { return isNamed(t, "context", "Context") }); i >= 0 {
		return i
	}
	return m.firstParam(implementsContext)
}

// requestParam is the index of the first parameter that is a *http.Request, which has a
// context in it, or -1.
func (m *method) requestParam() int {
	return m.firstParam(func(t types.Type) bool { return isPointerTo(t, "net/http", "Request") })
}

// isRoundTrip reports whether the method is that of a http.RoundTripper.
func (m *method) isRoundTrip() bool {
	params, results := m.signature().Params(), m.signature().Results()
	return m.name() == "RoundTrip" && params.Len() == 1 && results.Len() == 2 && m.reportsErrors() &&
		m.requestParam() == 0 && isPointerTo(results.At(0).Type(), "net/http", "Response")
}

// needsContext says whether the decorator has to provide the context.
func (m *method) needsContext() bool {
	return m.guarded() && m.contextParam() < 0 && m.requestParam() < 0
}

func (m *method) firstParam(is func(types.Type) bool) int {
	params := m.signature().Params()
	for i := range params.Len() {
		if is(params.At(i).Type()) {
			return i
		}
	}
	return -1
}

func isPointerTo(t types.Type, path, name string) bool {
	pointer, ok := types.Unalias(t).(*types.Pointer)
	return ok && isNamed(pointer.Elem(), path, name)
}

func isNamed(t types.Type, path, name string) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path
}

// implementsContext reports whether a value of the type can be passed for a
// context.Context. The package context need not be loaded for that: its interface is built
// here, from the time.Time of the type's own Deadline.
func implementsContext(t types.Type) bool {
	object, _, _ := types.LookupFieldOrMethod(t, false, nil, "Deadline")
	deadline, ok := object.(*types.Func)
	if !ok || deadline.Signature().Results().Len() != 2 {
		return false
	}
	clock := deadline.Signature().Results().At(0).Type()
	return isNamed(clock, "time", "Time") && types.Implements(t, contextInterface(clock))
}

func contextInterface(clock types.Type) *types.Interface {
	boolean, value := types.Typ[types.Bool], types.Universe.Lookup("any").Type()
	done := types.NewChan(types.RecvOnly, types.NewStruct(nil, nil))
	return types.NewInterfaceType([]*types.Func{
		newMethod("Deadline", nil, clock, boolean),
		newMethod("Done", nil, done),
		newMethod("Err", nil, errorType),
		newMethod("Value", []types.Type{value}, value),
	}, nil).Complete()
}

func newMethod(name string, params []types.Type, results ...types.Type) *types.Func {
	signature := types.NewSignatureType(nil, nil, nil, tuple(params), tuple(results), false)
	return types.NewFunc(token.NoPos, nil, name, signature)
}

func tuple(list []types.Type) *types.Tuple {
	var variables []*types.Var
	for _, t := range list {
		variables = append(variables, types.NewParam(token.NoPos, nil, "", t))
	}
	return types.NewTuple(variables...)
}
