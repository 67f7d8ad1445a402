package generator

import (
	"fmt"
	"go/types"
	"slices"

	"github.com/dave/jennifer/jen"
)

// rejected asks the fallback instead of the method:
//
//	if c.charge.Rejected(err) {
//		return c.chargeInstead(ctx, req, err)
//	}
func (r *renderer) rejected(m *method, l *localNames) jen.Code {
	return jen.If(r.guard(m, l).Dot("Rejected").Call(jen.Id(l.err()))).Block(r.askInstead(m, l, jen.Id(l.err()))...)
}

// failed asks the fallback after a failure, if it answers for these too:
//
//	if call.Failed() {
//		return c.chargeInstead(ctx, req, err)
//	}
func (r *renderer) failed(m *method, l *localNames) jen.Code {
	if m.fallback == nil || !m.fallback.answersFailures() {
		return jen.Null()
	}
	happened := "Failed"
	if m.fallback.onTimeout {
		happened = "TimedOut"
	}
	var cause *jen.Statement
	switch {
	case m.isTimed() && m.reportsErrors():
		cause = jen.Id(l.call).Dot("CauseOf").Call(jen.Id(l.err()))
	case m.isTimed():
		cause = jen.Id(l.call).Dot("CauseOf").Call(jen.Nil())
	case !m.reportsErrors():
		cause = r.runtime("ErrFailed")
	case m.classification.failsWithoutError():
		cause = r.runtime("CauseOf").Call(jen.Id(l.err()))
	default:
		cause = jen.Id(l.err())
	}
	return jen.If(jen.Id(l.call).Dot(happened).Call()).Block(append(r.closeResults(m, l), r.askInstead(m, l, cause)...)...)
}

// closeResults closes the results that the fallback's take the place of, which nobody else
// would:
//
//	if r0 != nil && r0.Body != nil {
//		r0.Body.Close()
//	}
func (r *renderer) closeResults(m *method, l *localNames) []jen.Code {
	var code []jen.Code
	if !m.failsWithoutError() {
		return nil // what comes with an error is not to be used
	}
	for i, name := range l.results {
		t := m.signature().Results().At(i).Type()
		exists := jen.Id(name).Op("!=").Nil()
		switch body := jen.Id(name).Dot("Body"); {
		case isPointerTo(t, "net/http", "Response"):
			code = append(code, jen.If(exists.Op("&&").Add(body).Op("!=").Nil()).Block(body.Clone().Dot("Close").Call()))
		case isCloser(t):
			code = append(code, jen.If(exists).Block(jen.Id(name).Dot("Close").Call()))
		}
	}
	return code
}

// isCloser reports whether values of the type can be nil, and are closed when they are not.
func isCloser(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		_, isParam := types.Unalias(t).(*types.TypeParam)
		return !isParam && types.Implements(t, closer)
	}
	return false
}

var closer = types.NewInterfaceType([]*types.Func{newMethod("Close", nil, errorType)}, nil).Complete()

// askInstead is return c.chargeInstead(ctx, req, cause).
func (r *renderer) askInstead(m *method, l *localNames, cause jen.Code) []jen.Code {
	call := r.insteadCall(m, l, cause)
	if len(l.results) == 0 {
		return []jen.Code{call, jen.Return()}
	}
	return []jen.Code{jen.Return(call)}
}

// insteadCall is c.chargeInstead(ctx, req, cause).
func (r *renderer) insteadCall(m *method, l *localNames, cause jen.Code) *jen.Statement {
	args := slices.Concat(l.guardArgument(m), ids(l.params), []jen.Code{cause})
	return jen.Id(l.receiver).Dot(r.names.instead[m.name()]).Call(args...)
}

// instead is the method that asks the fallback:
//
//	// chargeInstead has the fallback answer for a call of Charge that is rejected.
//	func (c *GuardedPaymentClient) chargeInstead(ctx context.Context, req *ChargeRequest, cause error) (r0 *Receipt, err error) {
//		fallback := c.charge.Fallback()
//		defer fallback.End()
//
//		r0, err = chargeFallback(ctx, req, cause)
//		fallback.Return(err)
//		return r0, err
//	}
func (r *renderer) instead(m *method, l *localNames) jen.Code {
	if m.fallback == nil {
		return jen.Null()
	}
	name := r.names.instead[m.name()]
	when := "is rejected"
	switch {
	case m.fallback.onFailure:
		when = "is rejected, or fails"
	case m.fallback.onTimeout:
		when = "is rejected, or takes too long"
	}
	err := jen.Nil()
	if m.reportsErrors() {
		err = jen.Id(l.err())
	}
	return jen.Line().Commentf("// %s has the fallback answer for a call of %s that %s.", name, m.name(), when).Line().
		Add(r.receiver(l.receiver)).Id(name).Add(r.insteadSignature(m, l)).Block(
		jen.Id(l.fallback).Op(":=").Add(r.guard(m, l)).Dot("Fallback").Call(),
		jen.Defer().Id(l.fallback).Dot("End").Call(),
		jen.Line().Add(assign(l.results, r.fallbackCall(m, l))),
		jen.Id(l.fallback).Dot("Return").Call(err),
		returned(l.results),
	).Line()
}

// fallbackSignature has the cause behind the parameters of the method.
func (r *renderer) fallbackSignature(m *method, l *localNames, results []string) jen.Code {
	return r.types.namedSignature(fallbackSignature(m), append(slices.Clone(l.params), l.cause), results)
}

// fallbackCall is chargeFallback(ctx, req, cause), or c.fallback.Charge(ctx, req, cause).
func (r *renderer) fallbackCall(m *method, l *localNames) jen.Code {
	args := append(ids(l.params), jen.Id(l.cause))
	if m.fallback.function == nil {
		return jen.Id(l.receiver).Dot(r.names.fallback).Dot(r.names.answers[m.name()]).Call(args...)
	}
	function := jen.Op(m.fallback.function.render(r.names, l))
	if m.fallback.isGeneric {
		function.Add(r.typeParamsUsed())
	}
	return function.Call(args...)
}

// fallbackInterfaceType is what the constructor takes:
//
//	// PaymentClientFallback answers for calls of PaymentClient …
//	type PaymentClientFallback interface {
//		Charge(ctx context.Context, req *ChargeRequest, cause error) (*Receipt, error)
//	}
func (r *renderer) fallbackInterfaceType() jen.Code {
	if !r.hasFallbackInterface() {
		return jen.Null()
	}
	var methods []jen.Code
	for _, m := range r.methods {
		if m.fallback == nil || m.fallback.function != nil {
			continue
		}
		l := locals(r.iface, m, r.names)
		methods = append(methods, jen.Id(r.names.answers[m.name()]).Add(r.fallbackSignature(m, l, resultNames(m))))
	}
	doc := fmt.Sprintf("// %s answers for calls of %s that are rejected, or that fail where a directive says so.",
		r.fallbackInterface(), r.object.Name())
	return jen.Comment(doc).Line().
		Comment("// The cause is a [*" + r.names.imports[runtimePath] + ".RejectedError], or why the call has failed.").Line().
		Type().Id(r.fallbackInterface()).Add(r.typeParamsDeclared()).Interface(methods...).Line()
}

// fallbackType is PaymentClientFallback.
func (r *renderer) fallbackType() *jen.Statement {
	return jen.Id(r.fallbackInterface()).Add(r.typeParamsUsed())
}
