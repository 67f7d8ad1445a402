package generator

import (
	"fmt"
	"go/types"
	"strings"

	"github.com/dave/jennifer/jen"
)

// policiesType has a field for each guarded method:
//
//	type PaymentClientPolicies struct {
//		Charge cb.Policy
//		Refund cb.Policy
//	}
//
// A field that cannot be called what its method is has that name in JSON.
func (r *renderer) policiesType() jen.Code {
	var fields []jen.Code
	for _, m := range r.guardedMethods() {
		name := r.names.policyFields[m.name()]
		field := jen.Id(name).Add(r.runtime("Policy"))
		if name != m.name() {
			field.Tag(map[string]string{"json": m.name()})
		}
		fields = append(fields, field)
	}
	return jen.Commentf("// %s are the policies of a [%s]. As JSON they are written in the keys of", r.names.policies, r.names.typeName).Line().
		Commentf("// the directives: {%q: {\"breaker\": {\"open\": \"10s\"}}}.", r.guardedMethods()[0].name()).Line().
		Type().Id(r.names.policies).Struct(fields...).Line()
}

// defaultPolicies has the policies as they were written:
//
//	func DefaultPaymentClientPolicies() PaymentClientPolicies {
//		return PaymentClientPolicies{
//			Charge: cb.Policy{…},
//		}
//	}
func (r *renderer) defaultPolicies() jen.Code {
	source := "the directives"
	if r.policyType != "" {
		source = "[" + r.policyType + "]"
	}
	policies := jen.CustomFunc(multiline, func(g *jen.Group) {
		for _, m := range r.guardedMethods() {
			g.Id(r.names.policyFields[m.name()]).Op(":").Add(r.policy(m.written()))
		}
	})
	return jen.Commentf("// %s are the policies of %s.", r.names.defaults, source).Line().
		Func().Id(r.names.defaults).Params().Id(r.names.policies).Block(
		jen.Return(jen.Id(r.names.policies).Add(policies)),
	).Line()
}

// applyMethod changes all policies at once:
//
//	func (c *GuardedPaymentClient) Apply(policies PaymentClientPolicies) error {
//		return policies.byMethod().Apply(c.Guards())
//	}
func (r *renderer) applyMethod() jen.Code {
	taken := r.localScope()
	receiver, policies := taken.take("c"), taken.take("policies")
	doc := []string{
		fmt.Sprintf("// %s changes the policies while calls go on: see [%s.Guard.Apply]. If one of them is invalid, or missing,",
			r.names.apply, r.names.imports[runtimePath]),
		"// the error says so, and nothing is changed.",
	}
	if r.names.apply != "Apply" {
		doc[1] += fmt.Sprintf(" %s has a method Apply of its own.", r.object.Name())
	}
	return jen.Comment(strings.Join(doc, "\n")).Line().
		Add(r.receiver(receiver)).Id(r.names.apply).Params(jen.Id(policies).Id(r.names.policies)).Error().Block(
		jen.Return(jen.Id(policies).Dot("byMethod").Call().Dot("Apply").Call(jen.Id(receiver).Dot(r.names.guards).Call())),
	).Line()
}

// policiesMethods read policies from text, strictly:
//
//	func (p *PaymentClientPolicies) UnmarshalJSON(text []byte) error {
//		return p.byMethod().UnmarshalJSON(text)
//	}
//
//	func (p *PaymentClientPolicies) Override(prefix string, environ []string) error {
//		return p.byMethod().Override(prefix, environ)
//	}
//
//	func (p *PaymentClientPolicies) byMethod() cb.Policies {
//		return cb.Policies{
//			"Charge": &p.Charge,
//			"Refund": &p.Refund,
//		}
//	}
func (r *renderer) policiesMethods() []jen.Code {
	taken := make(scope)
	taken.add(r.names.imports[runtimePath])
	p := taken.take("p")
	receiver := jen.Func().Params(jen.Id(p).Op("*").Id(r.names.policies))
	example := strings.ToUpper(r.object.Name()) // the prefix that goes without saying
	policies := jen.CustomFunc(multiline, func(g *jen.Group) {
		for _, m := range r.guardedMethods() {
			g.Lit(m.name()).Op(":").Op("&").Id(p).Dot(r.names.policyFields[m.name()])
		}
	})
	return []jen.Code{
		jen.Comment("// UnmarshalJSON changes what the text names. If any of it is wrong the error says so, and nothing is changed.").Line().
			Add(receiver.Clone()).Id("UnmarshalJSON").Params(jen.Id("text").Index().Add(r.types.code(types.Universe.Lookup("byte").Type()))).Error().Block(
			jen.Return(jen.Id(p).Dot("byMethod").Call().Dot("UnmarshalJSON").Call(jen.Id("text"))),
		).Line(),
		jen.Commentf("// Override changes what variables name, such as %s_%s_BREAKER_OPEN=10s with the prefix",
			example, strings.ToUpper(r.guardedMethods()[0].name())).Line().
			Commentf("// %s. If any of them is wrong the error says so, and nothing is changed.", example).Line().
			Add(receiver.Clone()).Id("Override").Params(jen.Id("prefix").String(), jen.Id("environ").Index().String()).Error().Block(
			jen.Return(jen.Id(p).Dot("byMethod").Call().Dot("Override").Call(jen.Id("prefix"), jen.Id("environ"))),
		).Line(),
		receiver.Clone().Id("byMethod").Params().Add(r.runtime("Policies")).Block(
			jen.Return(r.runtime("Policies").Add(policies)),
		).Line(),
	}
}
