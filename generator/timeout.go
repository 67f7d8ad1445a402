package generator

import (
	"go/types"
	"slices"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// applyTiming gives the method what a timeout and a retry say.
func (r *resolver) applyTiming(m *method) {
	if d := m.applied.verb(timeout.name); d != nil {
		m.policy.Timeout = d.policy.Timeout
	}
	if d := m.applied.verb(retry.name); d != nil {
		m.policy.Retry = d.policy.Retry
	}
	if b := m.applied.verb(breaker.name); b == nil || !b.wasGiven("halfopen") {
		m.policy.Breaker.HalfOpen = 0 // it follows from the timeout too
	}
	m.policy = m.policy.WithDefaults()
}

// isTimed reports whether the calls of the method have a deadline of the guard's.
func (m *method) isTimed() bool { return m.policy.Timeout != 0 }

// takesDeadline reports whether the method can be told of a deadline.
func (m *method) takesDeadline() bool { return m.deadlineParam() >= 0 || m.deadlineRequest() >= 0 }

// deadlineParam is the parameter that another context can take the place of, or -1.
func (m *method) deadlineParam() int {
	i := m.contextParam()
	if i >= 0 && !isNamed(m.signature().Params().At(i).Type(), "context", "Context") {
		return -1
	}
	return i
}

// deadlineRequest is the request that can be given another context, or -1: the guard knows its
// context by it, and by nothing else.
func (m *method) deadlineRequest() int {
	if m.contextParam() >= 0 {
		return -1
	}
	return m.requestParam()
}

// checkTimeout reports a timeout of which the method cannot be told, or that would go on when the
// method has returned.
func (r *resolver) checkTimeout(m *method) {
	d := m.applied.verb(timeout.name)
	if !m.isTimed() || d == nil {
		return
	}
	off := r.orOff(m, d)
	if !m.takesDeadline() {
		has, orRequest := "none", ", or a *http.Request"
		if i := m.contextParam(); i >= 0 {
			has, orRequest = "only a "+r.typeString(m.signature().Params().At(i).Type()), ""
		}
		r.add(d.pos, "%stimeout is a deadline on the context of a call, and %s has %s: "+
			"add a parameter of type context.Context%s%s", r.inMethod(m, d), m.name(), has, orRequest, off)
	}
	if m.stream != nil {
		return // its end is the call's
	}
	for v := range m.signature().Results().Variables() {
		if problem := r.readLater(d, v.Type()); problem != "" {
			r.add(d.pos, "%s%s returns %s%s%s", r.inMethod(m, d), m.name(), r.typeString(v.Type()), problem, off)
		}
	}
}

// readLater is why a result of the type does not go with a timeout, and what to do; empty if it
// does. The context of the call is done when the method returns.
func (r *resolver) readLater(d *directive, t types.Type) string {
	const readWithin = "read it within the method, and return what was read"
	if _, isStream := streamKindOf(t); isStream {
		return ": the timeout would end what is still being read: add " + d.along(&stream, "")
	}
	if isRead(t) {
		return ", which may still need the context, and with a timeout that is done when the method returns: return what needs none"
	}
	if isOfQuery(t) {
		return ", and the timeout would end what is still being read: " + readWithin
	}
	if field := fieldThatIsRead(t); field != nil {
		return ", and the timeout would end its " + field.Name() + ", which is still being read: " + readWithin
	}
	return ""
}

// isRead reports whether values of the type are there to be read when the method has returned,
// with the context that it had.
func isRead(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Chan, *types.Signature: // iterators are functions too
		return true
	}
	return isBody(t)
}

// isBody reports whether values of the type are read like a body, or like a stream of gRPC's.
func isBody(t types.Type) bool {
	if isOpened(t) {
		return false
	}
	isReader := hasMethod(t, "Read", 1) && hasMethod(t, "Close", 0)
	return isReader || isPointerTo(t, "net/http", "Response") || types.IsInterface(t) && (hasMethod(t, "Recv", 0) || hasMethod(t, "CloseAndRecv", 0))
}

// isOpened reports whether the type is one of the standard library's connections and files: the
// context is for opening them.
func isOpened(t types.Type) bool {
	if pointer, ok := types.Unalias(t).(*types.Pointer); ok {
		t = pointer.Elem()
	}
	object := objectOf(t)
	return object != nil && object.Pkg() != nil && slices.Contains([]string{"net", "crypto/tls", "os"}, object.Pkg().Path())
}

// fieldThatIsRead is the exported field of a struct, such as the Body of what an SDK returns, that
// is read like a body; nil if there is none.
func fieldThatIsRead(t types.Type) *types.Var {
	if pointer, ok := t.Underlying().(*types.Pointer); ok {
		t = pointer.Elem()
	}
	literal, ok := t.Underlying().(*types.Struct)
	if !ok || isNamed(t, "net/http", "Request") { // of which the body is written
		return nil
	}
	for field := range literal.Fields() {
		if field.Exported() && isBody(field.Type()) {
			return field
		}
	}
	return nil
}

// isOfQuery reports what database/sql ends when the context of the query is done.
func isOfQuery(t types.Type) bool {
	return slices.ContainsFunc([]string{"Rows", "Row", "Tx"}, func(name string) bool { return isPointerTo(t, "database/sql", name) })
}

// hasMethod reports whether a value of the type has the method, with so many parameters.
func hasMethod(t types.Type, name string, params int) bool {
	object, _, _ := types.LookupFieldOrMethod(t, false, nil, name)
	m, ok := object.(*types.Func)
	return ok && m.Signature().Params().Len() == params && m.Signature().Results().Len() > 0
}

// typeString is the type as it would be written in the package, more or less.
func (r *resolver) typeString(t types.Type) string {
	return types.TypeString(t, func(pkg *types.Package) string {
		if pkg == r.pkg.Types {
			return ""
		}
		return pkg.Name()
	})
}

// failsWithoutError reports whether results may count as a failure that come without an error.
func (m *method) failsWithoutError() bool { return m.isTimed() || m.classification.failsWithoutError() }

// canFail reports whether a call can be a failure, except by a panic.
func (m *method) canFail() bool { return m.reportsErrors() || m.failsWithoutError() }

// untimedBreaker is the breaker's policy as if there were no timeout: the methods of a group may
// have different ones.
func (m *method) untimedBreaker() cb.Breaker {
	b := m.policy.Breaker
	if !m.applied.verb(breaker.name).wasGiven("halfopen") {
		b.HalfOpen = b.Open
	}
	return b
}

// waitForAll has the breaker of a group wait for the probes of each of its methods.
func waitForAll(methods []*method) {
	var longest time.Duration
	for _, m := range methods {
		longest = max(longest, m.policy.Breaker.HalfOpen)
	}
	for _, m := range methods {
		if !m.applied.verb(breaker.name).wasGiven("halfopen") {
			m.policy.Breaker.HalfOpen = longest
		}
	}
}
