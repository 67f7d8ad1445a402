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
	off := ""
	if !r.isOwn(m, d) {
		off = ", or write timeout off for it"
	}
	if !m.takesDeadline() {
		has, orRequest := "none", ", or a *http.Request"
		if i := m.contextParam(); i >= 0 {
			has, orRequest = "only a "+r.typeString(m.signature().Params().At(i).Type()), ""
		}
		r.add(d.pos, "%stimeout is a deadline on the context of a call, and %s has %s: "+
			"add a parameter of type context.Context%s%s", r.inMethod(m, d), m.name(), has, orRequest, off)
	}
	for v := range m.signature().Results().Variables() {
		switch {
		case m.stream != nil: // its end is the call's
		case isRead(v.Type()):
			r.add(d.pos, "%s%s returns %s: the timeout would end what is still being read: add //cbgen:stream%s",
				r.inMethod(m, d), m.name(), r.typeString(v.Type()), off)
		case isOfQuery(v.Type()):
			r.add(d.pos, "%s%s returns %s, and the timeout would end what is still being read: "+
				"read it within the method, and return what was read%s", r.inMethod(m, d), m.name(), r.typeString(v.Type()), off)
		}
	}
}

// isRead reports whether values of the type are there to be read when the method has returned.
func isRead(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Chan, *types.Signature: // iterators are functions too
		return true
	case *types.Interface:
		if hasMethod(t, "Recv", 0) { // a stream of gRPC's
			return true
		}
	}
	return isPointerTo(t, "net/http", "Response") || hasMethod(t, "Read", 1) && hasMethod(t, "Close", 0)
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
