package generator

import (
	"go/token"
	"go/types"
	"strconv"
)

// localNames are the identifiers within one generated method.
type localNames struct {
	receiver string
	call     string
	params   []string
	results  []string // of a guarded method
	cause    string   // why the fallback is asked; without a fallback there is none
	fallback string
	guard    string // of the key; empty if it needs no variable
	failure  string // what the call ends with: the last result, or what a stream tells
	ended    string // the function that says how a stream has ended
	yield    string // of an iterator
	attempts string // of a method that is retried
	again    string // whether there is to be another
	body     string // of the request that is made again
	bodyErr  string // why there is none
}

func locals(i *iface, m *method, n *generatedNames) *localNames {
	taken := make(scope)
	taken.addVariables(m.signature())
	taken.addTypeParams(n)
	l := &localNames{}
	used := m.usedNames(i, n)
	taken = taken.union(used)
	for _, c := range m.code() {
		c.declares(taken)
	}
	l.params = nameParams(m, taken, used)
	if m.guarded() {
		l.results = nameResults(m, taken, used)
		l.call = taken.take("call")
	}
	switch {
	case m.guarded() && m.reportsErrors():
		l.failure = l.results[len(l.results)-1]
	case m.stream != nil:
		l.failure = taken.take("err")
	}
	if m.stream != nil {
		l.ended = taken.take("ended")
		l.yield = taken.take("yield")
	}
	if m.fallback != nil {
		l.cause = taken.take("cause")
		l.fallback = taken.take("fallback")
	}
	if m.needsGuard() {
		l.guard = taken.take("guard")
	}
	if m.isRetried() {
		l.attempts, l.again = taken.take("attempts"), taken.take("again")
		l.body, l.bodyErr = taken.take("body"), taken.take("bodyErr")
	}
	l.receiver = taken.take("c")
	return l
}

// nameParams leaves the user his names, unless they would hide something that the method uses.
func nameParams(m *method, taken, used scope) []string {
	var named []string
	for i := range m.signature().Params().Len() {
		v := m.signature().Params().At(i)
		switch {
		case isUsable(v.Name()) && used[v.Name()]:
			named = append(named, taken.take(v.Name()))
		case isUsable(v.Name()):
			named = append(named, v.Name())
		case i == m.contextParam():
			named = append(named, taken.take("ctx"))
		default:
			named = append(named, taken.take(nameFromType(v.Type(), i)))
		}
	}
	return named
}

// nameFromType is what a parameter that has no name is called: chargeRequest for a
// *ChargeRequest, p1 for a string in the second place.
func nameFromType(t types.Type, i int) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := t.(interface{ Obj() *types.TypeName }); ok {
		name := lowerFirst(named.Obj().Name())
		if !token.IsKeyword(name) && types.Universe.Lookup(name) == nil {
			return name
		}
	}
	return "p" + strconv.Itoa(i)
}

func nameResults(m *method, taken, used scope) []string {
	var named []string
	results := m.signature().Results()
	for i := range results.Len() {
		switch name := results.At(i).Name(); {
		case isUsable(name) && used[name]:
			named = append(named, taken.take(name))
		case isUsable(name):
			named = append(named, name)
		case i == results.Len()-1 && m.reportsErrors():
			named = append(named, taken.take("err"))
		default:
			named = append(named, taken.take("r"+strconv.Itoa(i)))
		}
	}
	return named
}

// isUsable reports whether a method of the decorator can keep the user's name: it passes
// every parameter on, and compares with nil.
func isUsable(name string) bool { return name != "" && name != "_" && name != "nil" }

// err is the last result of a method that reports errors, or the error of its stream.
func (l *localNames) err() string { return l.failure }

// usedNames are those that mean something else than a variable of the method in its body.
func (m *method) usedNames(i *iface, n *generatedNames) scope {
	used := make(scope)
	for _, c := range m.code() {
		c.used(n, used)
	}
	for path := range m.bodyPackages(i.home) {
		used.add(n.imports[path])
	}
	for _, t := range m.bodyTypes() {
		used.addNames(t, i.home)
	}
	return used
}

// bodyTypes are those that the body of the method names.
func (m *method) bodyTypes() []types.Type {
	var list []types.Type
	switch {
	case m.isLazy():
		list = append(list, m.streamSignature().Params().At(0).Type())
	case m.stream != nil && m.stream.kind == futureStream && !m.reportsErrors():
		list = append(list, m.streamSignature().Results().At(0).Type())
	}
	if m.stream != nil && len(m.classification.rules) > 0 || m.isRetried() && !m.reportsErrors() {
		list = append(list, errorType)
	}
	return list
}

// usesRuntime reports whether the body of the method names the runtime.
func (m *method) usesRuntime() bool {
	return m.stream != nil || m.classification.has(hasType) || m.fallback != nil && m.fallback.onFailure && !m.isTimed() || m.isRetried()
}
