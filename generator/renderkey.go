package generator

import (
	"slices"

	"github.com/dave/jennifer/jen"
)

// guardType is what the field of a method has: *cb.Guard, or *cb.Keyed[string].
func (r *renderer) guardType(m *method) *jen.Statement {
	if m.key == nil {
		return jen.Op("*").Add(r.runtime("Guard"))
	}
	return jen.Op("*").Add(r.runtime("Keyed")).Types(r.types.code(m.key.of))
}

// newGuard is client.Guard("Charge", policies.Charge), or cb.NewKeyed[string](client, "Charge",
// policies.Charge).
func (r *renderer) newGuard(m *method, client, policies string) jen.Code {
	args := append([]jen.Code{jen.Lit(m.name()), jen.Id(policies).Dot(r.names.policyFields[m.name()])}, r.abilities(m)...)
	if m.key == nil {
		return jen.Id(client).Dot("Guard").Call(args...)
	}
	return r.runtime("NewKeyed").Types(r.types.code(m.key.of)).Call(append([]jen.Code{jen.Id(client)}, args...)...)
}

// findGuard is what stands before a call to find the guard of its key, nothing where the guard
// can be named in place:
//
//	guard := c.charge.Shared()
//	if req != nil {
//		guard = c.charge.Of(req.MerchantID)
//	}
func (r *renderer) findGuard(m *method, l *localNames) jen.Code {
	if l.guard == "" {
		return jen.Null()
	}
	exists := r.keyExists(m, l)
	if exists == nil {
		return jen.Id(l.guard).Op(":=").Add(r.ofKey(m, l))
	}
	return jen.Id(l.guard).Op(":=").Add(r.field(m, l)).Dot("Shared").Call().Line().
		If(exists).Block(jen.Id(l.guard).Op("=").Add(r.ofKey(m, l)))
}

// guard is what a call is begun with: c.charge, guard, or c.charge.Of(merchant).
func (r *renderer) guard(m *method, l *localNames) *jen.Statement {
	switch {
	case l.guard != "":
		return jen.Id(l.guard)
	case m.key != nil:
		return r.ofKey(m, l)
	default:
		return r.field(m, l)
	}
}

// field is c.charge.
func (r *renderer) field(m *method, l *localNames) *jen.Statement {
	return jen.Id(l.receiver).Dot(r.names.fields[m.name()])
}

// ofKey is c.charge.Of(req.MerchantID).
func (r *renderer) ofKey(m *method, l *localNames) *jen.Statement {
	return r.field(m, l).Dot("Of").Call(jen.Op(m.key.render(r.names, l)))
}

// keyExists is req != nil && req.Merchant != nil; nil if nothing of the key can be nil.
func (r *renderer) keyExists(m *method, l *localNames) *jen.Statement {
	var tests []string
	for _, p := range m.key.through {
		if test := m.key.renderPart(p.expr, r.names, l) + p.embedded; !slices.Contains(tests, test) {
			tests = append(tests, test)
		}
	}
	var all *jen.Statement
	for _, test := range tests {
		if all == nil {
			all = jen.Op(test).Op("!=").Nil()
		} else {
			all.Op("&&").Op(test).Op("!=").Nil()
		}
	}
	return all
}

// needsGuard reports whether the method has a variable for the guard of its key: the key is
// found once, and not if it would go through nil.
func (m *method) needsGuard() bool {
	return m.key != nil && (m.fallback != nil || m.isRetried() || len(m.key.through) > 0)
}

// guardArgument is what the method that asks the fallback is given before the parameters.
func (l *localNames) guardArgument(m *method) []jen.Code {
	if m.key == nil {
		return nil
	}
	return []jen.Code{jen.Id(l.guard)}
}

// hasKeys reports whether a method has a guard for each key.
func (r *renderer) hasKeys() bool {
	return slices.ContainsFunc(r.guardedMethods(), func(m *method) bool { return m.key != nil })
}

// appendGuards lists the guards where there are those of keys:
//
//	guards := c.charge.Guards()
//	guards = append(guards, c.refund)
//	return guards
func (r *renderer) appendGuards(receiver string) []jen.Code {
	guards := r.localScope().take("guards")
	var body []jen.Code
	for i, m := range r.guardedMethods() {
		field := jen.Id(receiver).Dot(r.names.fields[m.name()])
		switch {
		case i == 0 && m.key != nil:
			body = append(body, jen.Id(guards).Op(":=").Add(field).Dot("Guards").Call())
		case i == 0:
			body = append(body, jen.Id(guards).Op(":=").Index().Op("*").Add(r.runtime("Guard")).Values(field))
		case m.key != nil:
			body = append(body, jen.Id(guards).Op("=").Append(jen.Id(guards), field.Dot("Guards").Call().Op("...")))
		default:
			body = append(body, jen.Id(guards).Op("=").Append(jen.Id(guards), field))
		}
	}
	return append(body, jen.Return(jen.Id(guards)))
}

// insteadSignature is the signature of the method that asks the fallback.
func (r *renderer) insteadSignature(m *method, l *localNames) jen.Code {
	if m.key == nil {
		return r.fallbackSignature(m, l, l.results)
	}
	s := fallbackSignature(m)
	params := []jen.Code{jen.Id(l.guard).Op("*").Add(r.runtime("Guard"))}
	params = append(params, r.types.variables(s.Params(), append(slices.Clone(l.params), l.cause), false)...)
	code := jen.Params(params...)
	if len(l.results) == 0 {
		return code
	}
	return code.Params(r.types.variables(s.Results(), l.results, false)...)
}
