package generator

import (
	"go/ast"

	cb "github.com/cbgen/cbgen/runtime"
)

// setPolicies gives every method of ifaces its policy, from comments or from the tags of the
// struct policyType, and reports what is wrong with it.
func setPolicies(ifaces []*iface, policyType string, written map[*ast.CommentGroup]directives, asked *requests, d *diagnostics) {
	for _, i := range ifaces {
		r := &resolver{iface: i, diagnostics: d, asked: asked, own: make(map[*method]directives)}
		if policyType == "" {
			r.fromComments(written)
		} else {
			r.fromStruct(policyType, written)
		}
		r.readCode()
		r.checkGroups()
		r.checkGuarded()
	}
}

// A resolver finds out what applies to each method of an interface.
type resolver struct {
	*iface
	*diagnostics
	asked *requests
	own   map[*method]directives // what was written for a method alone
}

func (r *resolver) fromComments(written map[*ast.CommentGroup]directives) {
	r.setOnly(written[r.decl.doc()])
	for _, m := range r.methods {
		r.resolve(m, m.places(written))
		r.reportLost(m, written)
	}
}

// setOnly takes in what is said of the interface, and not of its methods.
func (r *resolver) setOnly(said directives) {
	r.only = said.verb(only.name)
	switch {
	case r.only == nil:
	case r.isConcrete():
		r.add(r.only.pos, "%s is no interface, and who takes it cannot get its guard: only is for an interface", r.object.Name())
	case r.object.IsAlias():
		r.add(r.only.pos, "%s is an alias, and only is for a type of its own: declare it without the equals sign, as "+
			"type %s interface{ … }", r.object.Name(), r.object.Name())
	}
}

// resolve gives the method its policy. Of each verb the nearest directive applies, whole; the
// first of the places is the method's own.
func (r *resolver) resolve(m *method, places []directives) {
	own := places[0]
	r.own[m] = own
	if own.verb(skip.name) != nil {
		m.applied, m.unguarded = own, isSkipped
		return
	}
	r.findStream(m, nearestVerb(stream.name, places))
	if answers := nearestVerb(fallback.name, places); !m.reportsRejections() && (answers == nil || answers.off.IsValid()) {
		m.unguarded = noError
		if m.misplacesErrors() {
			m.unguarded = misplacedError
		}
		r.reportNeverApplies(m, own)
		m.stream = nil
		return
	}
	for _, v := range verbs {
		if v == &only || v == &stream && m.stream == nil {
			continue
		}
		if applies := nearestVerb(v.name, places); applies != nil {
			m.applied = append(m.applied, applies)
		}
	}
	m.policy = breaker.zero.WithDefaults()
	if b := m.applied.verb(breaker.name); b != nil {
		m.policy.Breaker = b.policy.Breaker
	}
	if b := m.applied.verb(bulkhead.name); b != nil {
		m.policy.Bulkhead = b.policy.Bulkhead
	}
	r.applyTiming(m)
	if m.policy == (cb.Policy{}) {
		m.unguarded, m.stream = isOff, nil
		r.reportNoEffect(m)
		return
	}
	if k := m.applied.verb(byKey.name); k != nil {
		m.policy.Key = k.policy.Key
	}
	if m.stream != nil {
		m.policy.Stream = m.stream.policy(m.applied.verb(stream.name))
	}
}

// readCode reads what directives say in Go.
func (r *resolver) readCode() {
	n := names(r.iface)
	for _, m := range r.methods {
		if m.guarded() {
			l := locals(r.iface, m, n)
			r.classify(m, l)
			r.findRetryIf(m, l)
			r.findFallback(m, l)
			r.findKey(m, l)
			r.checkTimeout(m)
			r.checkRetry(m)
		}
	}
	r.checkFallbackName()
	r.reportWithoutRetry()
}

// isOwn reports whether the directive was written for the method alone.
func (r *resolver) isOwn(m *method, d *directive) bool { return r.own[m].verb(d.verb.name) == d }

// reportNoEffect reports what is said about the calls of a method that nothing guards.
func (r *resolver) reportNoEffect(m *method) {
	for _, d := range r.own[m] {
		if !d.off.IsValid() && !d.wrong {
			r.add(d.pos, "%s has no effect: the breaker of %s is off, and it has no bulkhead", d.verb.name, m.name())
		}
	}
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
		case o.verb == &stream && m.stream == nil: // this has been reported
		case m.misplacesErrors():
			r.add(o.pos, "the error of %s is not its last result, so a rejection could not be reported: "+
				"remove the policy, add a fallback, or put the error last", m.name())
		case m.stream == nil && own.verb(stream.name) == nil && m.couldReportByStream():
			r.add(o.pos, "%s has no error result, so a rejection could only be reported by what it streams: add %s, or remove the policy",
				m.name(), o.along(&stream, ""))
		case m.isForeign():
			r.add(o.pos, "%s has no error result, so a rejection could not be reported: remove the policy, or add a fallback", m.name())
		default:
			r.add(o.pos, "%s has no error result, so a rejection could not be reported: "+
				"remove the policy, add a fallback, or add an error result", m.name())
		}
	}
}

// checkGroups holds the methods of a group to one breaker policy, and a group to its purpose.
func (r *resolver) checkGroups() {
	for _, m := range r.methods {
		if b := m.applied.verb(breaker.name); b != nil && b.wrong {
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
			r.add(first.applied.verb(breaker.name).keyPos("group"), "group=%s has no member but %s, and shares nothing: "+
				"name it on another method too, or remove it", group, first.name())
		}
		for _, m := range methods[1:] {
			if m.untimedBreaker() != first.untimedBreaker() {
				r.add(m.applied.verb(breaker.name).keyPos("group"), "%s and %s share the breaker of group=%s, but their policies differ: "+
					"write the same on both", first.name(), m.name(), group)
			}
		}
		waitForAll(methods)
	}
}

// checkGuarded refuses a decorator that would guard nothing, unless a directive may be meant to.
func (r *resolver) checkGuarded() {
	reported := false
	for _, m := range r.methods {
		if m.guarded() || m.applied.isWrong() {
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
