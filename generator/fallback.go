package generator

import (
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A fallbackUse is what answers for a method, and when.
type fallbackUse struct {
	function  *code // nil for a method of the interface that the constructor takes
	isGeneric bool  // the function takes the type arguments of the interface
	onFailure bool  // and not only when a call is rejected
	onTimeout bool  // and when one takes longer than the timeout
}

// answersFailures reports whether it answers for calls that were admitted, too.
func (f *fallbackUse) answersFailures() bool { return f.onFailure || f.onTimeout }

// findFallback gives the method its fallback, if one applies.
func (r *resolver) findFallback(m *method, l *localNames) {
	d := m.applied.verb(fallback.name)
	if d == nil || d.off.IsValid() || d.wrong {
		return
	}
	on := d.arguments["on"].text
	use := &fallbackUse{onFailure: on == "failure", onTimeout: on == "timeout"}
	report := r.isOwn(m, d) && !m.applied.isWrong()
	if why := m.noSecondAnswer(); (use.onFailure || use.onTimeout) && why != "" {
		r.add(d.keyPos("on"), "%son=%s comes too late for %s: %s; write on=rejected", r.inMethod(m, d), on, m.name(), why)
		return
	}
	if use.onFailure && !m.canFail() && report {
		r.add(d.keyPos("on"), "on=failure has no effect: %s has no error result, and no failure says which results are failures", m.name())
	}
	if use.onTimeout && !m.isTimed() && report {
		r.add(d.keyPos("on"), "on=timeout has no effect: %s has no timeout", m.name())
	}
	use.onTimeout = use.onTimeout && m.isTimed()
	if name, ok := d.arguments[fallback.bare.Name]; ok {
		use.function, use.isGeneric = r.fallbackFunction(m, d, r.codeScope(m, l, d), name.code[0])
	}
	m.fallback = use
}

// fallbackFunction is the function of that name, which must have the method's parameters and
// the cause, and its results.
func (r *resolver) fallbackFunction(m *method, d *directive, scope *codeScope, name word) (function *code, isGeneric bool) {
	want := r.typeParamsText(scope) + scope.typeString(fallbackSignature(m))[len("func"):]
	declare := name.text + want
	if !token.IsIdentifier(name.text) || lookup(scope.pkg.Scope().Innermost(anywhere), name.text) != nil {
		declare = lowerFirst(m.name()) + "Fallback" + want // the name is another thing's
	}
	c, problem := scope.check(name, functionName)
	if problem != nil {
		r.add(problem.pos, "%s%s: declare func %s", r.inMethod(m, d), problem.message, declare)
		return nil, false
	}
	f, ok := c.object().(*types.Func)
	if !ok || f.Signature().Recv() != nil {
		r.add(name.pos, "%s%s is not a function of a package: declare func %s", r.inMethod(m, d), name.text, declare)
		return nil, false
	}
	got := types.Type(f.Signature())
	isGeneric = f.Signature().TypeParams().Len() > 0
	if isGeneric {
		got = r.instantiated(f.Signature())
	}
	if got == nil || !types.Identical(got, fallbackSignature(m)) {
		r.add(name.pos, "%s%s is func%s: a fallback of %s has the cause as another parameter, func %s%s", r.inMethod(m, d),
			name.text, scope.typeString(f.Signature())[len("func"):], m.name(), name.text, want)
		return nil, false
	}
	return c, isGeneric
}

// typeParamsText are the type parameters that a fallback can have: [K comparable, V any].
func (r *resolver) typeParamsText(scope *codeScope) string {
	var list []string
	for p := range r.typeParams().TypeParams() {
		list = append(list, p.Obj().Name()+" "+scope.typeString(p.Constraint()))
	}
	if len(list) == 0 {
		return ""
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// instantiated is the signature of a generic function with the interface's own type
// parameters for its, nil if they do not fit.
func (r *resolver) instantiated(signature *types.Signature) types.Type {
	var args []types.Type
	for p := range r.typeParams().TypeParams() {
		args = append(args, p)
	}
	if len(args) != signature.TypeParams().Len() {
		return nil
	}
	instance, err := types.Instantiate(nil, signature, args, true)
	if err != nil {
		return nil
	}
	return instance
}

// fallbackSignature has the parameters of the method and the cause, and its results. What is
// variadic in the method is a slice.
func fallbackSignature(m *method) *types.Signature {
	var params []*types.Var
	for v := range m.signature().Params().Variables() {
		params = append(params, v)
	}
	params = append(params, types.NewParam(token.NoPos, nil, causeName(m), errorType))
	return types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), m.signature().Results(), false)
}

// causeName is what the last parameter of a fallback is called: nothing if the others have no
// names either.
func causeName(m *method) string {
	taken := make(scope)
	taken.addVariables(m.signature())
	if params := m.signature().Params(); params.Len() > 0 && params.At(0).Name() == "" {
		return ""
	}
	return taken.free("cause")
}

// isStandard reports whether the method is one of those for which go vet knows a single signature,
// as the analyzer stdmethods lists them.
func (m *method) isStandard() bool {
	switch m.name() {
	case "GobDecode", "GobEncode", "MarshalJSON", "MarshalXML", "ReadByte", "ReadRune", "UnmarshalJSON", "UnmarshalXML",
		"UnreadByte", "UnreadRune", "WriteByte":
		return true
	case "Format":
		return m.firstParam(func(t types.Type) bool { return isNamed(t, "fmt", "State") }) == 0
	case "ReadFrom":
		return m.firstParam(func(t types.Type) bool { return isNamed(t, "io", "Reader") }) == 0
	case "Scan":
		return m.firstParam(func(t types.Type) bool { return isNamed(t, "fmt", "ScanState") }) == 0
	case "Seek":
		return m.firstParam(func(t types.Type) bool { return types.Identical(t, types.Typ[types.Int64]) }) == 0
	}
	return false
}

// hasFallbackInterface reports whether the constructor takes a fallback.
func (i *iface) hasFallbackInterface() bool {
	return slices.ContainsFunc(i.methods, func(m *method) bool { return m.fallback != nil && m.fallback.function == nil })
}

// fallbackInterface is the name of its type.
func (i *iface) fallbackInterface() string { return i.object.Name() + "Fallback" }

// checkFallbackName reports a declaration in the place of the interface of the fallbacks.
func (r *resolver) checkFallbackName() {
	if !r.hasFallbackInterface() {
		return
	}
	if taken := r.pkg.Types.Scope().Lookup(r.fallbackInterface()); taken != nil {
		r.add(taken.Pos(), "%s is the name of an interface that cbgen generates for the fallbacks of %s: rename this one",
			taken.Name(), r.object.Name())
	}
}
