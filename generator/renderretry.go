package generator

import (
	"go/types"
	"slices"

	"github.com/dave/jennifer/jen"
)

// retriedBody makes attempts until one need not be made again, or there are to be no more:
//
//	attempts := c.get.Attempts(ctx)
//	for {
//		var call cb.Call
//		r0, call, err = c.getOnce(ctx, id)
//		if !call.Failed() || !attempts.Next() {
//			return r0, err
//		}
//	}
//
// With a fallback, that answers for the last attempt.
func (r *renderer) retriedBody(m *method, l *localNames) []jen.Code {
	attempts := jen.Id(l.attempts).Op(":=").Add(r.guard(m, l)).Dot("Attempts").Call(r.context(m, l))
	call := jen.Var().Id(l.call).Add(r.callType(m))
	end := jen.Break()
	body := []jen.Code{r.findGuard(m, l), attempts}
	var loop []jen.Code
	switch {
	case m.fallback != nil:
		if m.looksAtCall() {
			body = append(body, call)
		}
		if !m.reportsErrors() {
			body = append(body, jen.Var().Id(l.cause).Error())
		}
	case m.looksAtCall():
		loop = append(loop, call)
		fallthrough
	default:
		end = returned(l.results)
	}
	loop = append(loop, assign(r.attemptResults(m, l), jen.Id(l.receiver).Dot(r.names.once[m.name()]).Call(append(l.guardArgument(m), passedOn(m, l)...)...)))
	loop = append(loop, r.unlessAgain(m, l, end)...)
	body = append(body, jen.For().Block(loop...))
	if m.fallback == nil {
		return body
	}
	return append(body, r.afterAttempts(m, l)...)
}

// unlessAgain ends the loop, or prepares another attempt:
//
//	if !call.Failed() || !attempts.Next() {
//		return r0, err
//	}
func (r *renderer) unlessAgain(m *method, l *localNames, end jen.Code) []jen.Code {
	var code []jen.Code
	again := jen.Id(l.call).Dot("Failed").Call()
	if len(m.retryIf) > 0 {
		again = jen.Id(l.again)
		code = append(code, jen.Id(l.again).Op(":=").Add(r.retryCondition(m, l)))
	}
	enough := jen.Op("!").Add(again)
	for _, i := range m.requests() {
		req := jen.Id(l.params[i])
		enough.Op("||").Add(req.Clone()).Dot("Body").Op("!=").Nil().Op("&&").Add(req.Clone()).Dot("GetBody").Op("==").Nil()
	}
	enough.Op("||").Op("!").Id(l.attempts).Dot("Next").Call()
	code = append(code, jen.If(enough).Block(end))
	for _, i := range m.requests() {
		code = append(code, r.rewound(l, i, end))
	}
	if m.mayDropResults() {
		code = append(code, r.closeResults(m, l)...)
	}
	return code
}

// rewound is the request with its body from the beginning. It is another one: whoever made it
// does not expect it to change.
//
//	if req.Body != nil {
//		body, bodyErr := req.GetBody()
//		if bodyErr != nil {
//			return r0, err
//		}
//		req = req.WithContext(req.Context())
//		req.Body = body
//	}
func (r *renderer) rewound(l *localNames, i int, end jen.Code) jen.Code {
	req := jen.Id(l.params[i])
	return jen.If(req.Clone().Dot("Body").Op("!=").Nil()).Block(
		jen.List(jen.Id(l.body), jen.Id(l.bodyErr)).Op(":=").Add(req.Clone()).Dot("GetBody").Call(),
		jen.If(jen.Id(l.bodyErr).Op("!=").Nil()).Block(end),
		req.Clone().Op("=").Add(req.Clone()).Dot("WithContext").Call(req.Clone().Dot("Context").Call()),
		req.Clone().Dot("Body").Op("=").Id(l.body),
	)
}

// requests are the parameters that are requests.
func (m *method) requests() []int {
	var list []int
	for i := range m.signature().Params().Len() {
		if isPointerTo(m.signature().Params().At(i).Type(), "net/http", "Request") {
			list = append(list, i)
		}
	}
	return list
}

// retryCondition is errors.Is(err, ErrBusy) || cb.HasType[*TemporaryError](err).
func (r *renderer) retryCondition(m *method, l *localNames) jen.Code {
	var any *jen.Statement
	add := func(condition jen.Code) {
		if any == nil {
			any = jen.Add(condition)
			return
		}
		any.Op("||").Add(condition)
	}
	for _, found := range m.retryIf {
		add(r.matches(m, l, found))
		if m.isTimed() && found.isTimeout() {
			add(jen.Id(l.call).Dot("TimedOut").Call()) // clients return the context's error, and seldom its cause
		}
	}
	return any
}

// isTimeout reports whether what matches is the runtime's ErrTimeout.
func (m match) isTimeout() bool {
	object := m.object()
	return m.kind == isError && object != nil && object.Name() == "ErrTimeout" && object.Pkg().Path() == runtimePath
}

// looksAtCall reports whether what becomes of an attempt depends on how its call counts.
func (m *method) looksAtCall() bool {
	return len(m.retryIf) == 0 || m.fallback != nil && (m.reportsErrors() || m.fallback.answersFailures()) || m.isTimed() && slices.ContainsFunc(m.retryIf, match.isTimeout)
}

// afterAttempts asks the fallback, if it answers for what the last attempt has come to:
//
//	if call.Rejected() || call.Failed() {
//		return c.getInstead(ctx, id, err)
//	}
//	return r0, err
func (r *renderer) afterAttempts(m *method, l *localNames) []jen.Code {
	rejected := jen.Id(l.call).Dot("Rejected").Call()
	switch {
	case !m.reportsErrors():
		refused := jen.If(jen.Id(l.cause).Op("!=").Nil()).Block(r.askInstead(m, l, jen.Id(l.cause))...)
		return []jen.Code{refused, r.failed(m, l), returned(l.results)}
	case m.fallback.onFailure && !m.failsWithoutError():
		rejected.Op("||").Id(l.call).Dot("Failed").Call()
		return []jen.Code{jen.If(rejected).Block(r.askInstead(m, l, jen.Id(l.err()))...), returned(l.results)}
	default:
		return []jen.Code{jen.If(rejected).Block(r.askInstead(m, l, jen.Id(l.err()))...), r.failed(m, l), returned(l.results)}
	}
}

// callType is the type of what the guard begins.
func (r *renderer) callType(m *method) jen.Code {
	if m.isTimed() {
		return r.runtime("TimedCall")
	}
	return r.runtime("Call")
}

// attemptResults are what an attempt is assigned to: the results, with the call before the error.
func (r *renderer) attemptResults(m *method, l *localNames) []string {
	call := l.call
	if !m.looksAtCall() {
		call = "_"
	}
	if m.reportsErrors() {
		return slices.Insert(slices.Clone(l.results), len(l.results)-1, call)
	}
	return append(slices.Clone(l.results), call, l.cause)
}

// onceSignature has the call among the results, and always an error behind it.
func (r *renderer) onceSignature(m *method, l *localNames) jen.Code {
	tuple, refusal := m.signature().Results(), l.cause
	if m.reportsErrors() {
		refusal = l.err()
		var others []*types.Var
		for i := range tuple.Len() - 1 {
			others = append(others, tuple.At(i))
		}
		tuple = types.NewTuple(others...)
	}
	results := r.types.variables(tuple, l.results[:tuple.Len()], false)
	results = append(results, jen.Id(l.call).Add(r.callType(m)), jen.Id(refusal).Error())
	params := r.types.variables(m.signature().Params(), l.params, m.signature().Variadic())
	if m.key != nil {
		params = append([]jen.Code{jen.Id(l.guard).Op("*").Add(r.runtime("Guard"))}, params...)
	}
	return jen.Params(params...).Params(results...)
}

// once is the method that makes an attempt:
//
//	// getOnce makes one attempt of Get.
//	func (c *GuardedCatalog) getOnce(ctx context.Context, id string) (r0 *Item, call cb.Call, err error) {
//		call, err = c.get.Begin(ctx)
//		if err != nil {
//			return r0, call, err
//		}
//		defer call.End()
//
//		r0, err = c.next.Get(ctx, id)
//		call.Return(err)
//		return r0, call, err
//	}
func (r *renderer) once(m *method, l *localNames) jen.Code {
	refusal, results := l.cause, l.results
	if m.reportsErrors() {
		refusal, results = l.err(), l.results[:len(l.results)-1]
	}
	results = append(slices.Clone(results), l.call, refusal)
	name := r.names.once[m.name()]
	return jen.Line().Commentf("// %s makes one attempt of %s.", name, m.name()).Line().
		Add(r.receiver(l.receiver)).Id(name).Add(r.onceSignature(m, l)).Block(
		jen.List(jen.Id(l.call), jen.Id(refusal)).Op("=").Add(r.begin(m, l)),
		jen.If(jen.Id(refusal).Op("!=").Nil()).Block(append(r.closeBody(m, l), returned(results))...),
		jen.Defer().Id(l.call).Dot("End").Call(),
		jen.Line().Add(assign(l.results, r.nextCall(m, l))),
		r.outcome(m, l),
		returned(results),
	).Line()
}
