package generator

import (
	"go/ast"

	cb "github.com/cbgen/cbgen/runtime"
)

// setPolicies gives every method of ifaces its policy, from comments or from the tags of the
// struct policyType, and reports what is wrong with it.
func setPolicies(ifaces []*iface, policyType string, written map[*ast.CommentGroup]directives, asked *requests, d *diagnostics) {
	for _, i := range ifaces {
		r := &resolver{iface: i, diagnostics: d, asked: asked, breakers: make(map[*method]*directive)}
		if policyType == "" {
			r.fromComments(written)
		} else {
			r.fromStruct(policyType, written)
		}
		r.checkGroups()
		r.checkGuarded()
	}
}

// A resolver finds out what applies to each method of an interface.
type resolver struct {
	*iface
	*diagnostics
	asked    *requests
	breakers map[*method]*directive // what a method's breaker was written as
}

func (r *resolver) fromComments(written map[*ast.CommentGroup]directives) {
	for _, m := range r.methods {
		r.resolve(m, m.places(written))
		r.reportLost(m, written)
	}
}

// resolve gives the method its policy. Of each verb the nearest directive applies, whole; the
// first of the places is the method's own.
func (r *resolver) resolve(m *method, places []directives) {
	own := places[0]
	if own.verb(skip.name) != nil {
		m.passThrough = "It is not guarded: cbgen:skip."
		return
	}
	if !m.reportsErrors() {
		m.passThrough = "It is not guarded: it has no error result to report a rejection with."
		if m.misplacesErrors() {
			m.passThrough = "It is not guarded: its error is not the last result, which would report a rejection."
		}
		r.reportNeverApplies(m, own)
		return
	}
	m.policy = breaker.zero.WithDefaults()
	if b := nearestVerb(breaker.name, places); b != nil {
		m.policy.Breaker = b.policy.Breaker
		r.breakers[m] = b
	}
	if b := nearestVerb(bulkhead.name, places); b != nil {
		m.policy.Bulkhead = b.policy.Bulkhead
	}
	m.written = withoutFollowing(m.policy, r.breakers[m])
	if m.policy == (cb.Policy{}) {
		m.passThrough = "It is not guarded: its breaker is off, and it has no bulkhead."
	}
}

// withoutFollowing is the policy without the defaults that follow from the value of another
// key, unless the directive gives them: where that is changed, they are to follow it.
func withoutFollowing(p cb.Policy, b *directive) cb.Policy {
	isGiven := func(key string) bool { return b != nil && b.wasGiven(key) }
	if !isGiven("min") {
		p.Breaker.Min = 0
	}
	if !isGiven("halfopen") {
		p.Breaker.HalfOpen = 0
	}
	return p
}

func nearestVerb(name string, places []directives) *directive {
	for _, place := range places {
		if found := place.verb(name); found != nil {
			return found
		}
	}
	return nil
}

// reportNeverApplies reports the policies on a method that cannot report a rejection.
func (r *resolver) reportNeverApplies(m *method, own directives) {
	for _, o := range own {
		switch {
		case o.off.IsValid():
		case m.misplacesErrors():
			r.add(o.pos, "the error of %s is not its last result, so a rejection could not be reported: "+
				"remove the policy, or put the error last", m.name())
		default:
			r.add(o.pos, "%s has no error result, so a rejection could not be reported: "+
				"remove the policy, or add an error result", m.name())
		}
	}
}

// checkGroups holds the methods of a group to one breaker policy, and a group to its purpose.
func (r *resolver) checkGroups() {
	for _, b := range r.breakers {
		if b.wrong {
			return // it may have been meant to be of a group
		}
	}
	members := make(map[string][]*method)
	for _, m := range r.methods {
		if group := m.policy.Breaker.Group; group != "" {
			members[group] = append(members[group], m)
		}
	}
	for group, methods := range members {
		first := methods[0]
		if len(methods) == 1 {
			r.add(r.breakers[first].keyPos("group"), "group=%s has no member but %s, and shares nothing: "+
				"name it on another method too, or remove it", group, first.name())
		}
		for _, m := range methods[1:] {
			if m.policy.Breaker != first.policy.Breaker {
				r.add(r.breakers[m].keyPos("group"), "%s and %s share the breaker of group=%s, but their policies differ: "+
					"write the same on both", first.name(), m.name(), group)
			}
		}
	}
}

// checkGuarded refuses a decorator that would guard nothing.
func (r *resolver) checkGuarded() {
	reported := false
	for _, m := range r.methods {
		if m.guarded() {
			return
		}
		reported = reported || m.reportsErrors()
	}
	if reported {
		r.add(r.decl.spec.Name.Pos(), "every method of %s is skipped or off: there is nothing to guard", r.object.Name())
		return
	}
	r.add(r.decl.spec.Name.Pos(), "no method of %s has an error as its last result: there is nothing to guard, "+
		"since a rejection could not be reported", r.object.Name())
}
