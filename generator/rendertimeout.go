package generator

import "github.com/dave/jennifer/jen"

// begin is c.charge.Begin(ctx), or c.charge.BeginTimed(ctx) where there is a timeout, or
// c.charge.BeginStream(ctx).
func (r *renderer) begin(m *method, l *localNames) *jen.Statement {
	begin := "Begin"
	switch {
	case m.stream != nil:
		begin = "BeginStream"
	case m.isTimed():
		begin = "BeginTimed"
	}
	return r.guard(m, l).Dot(begin).Call(r.context(m, l))
}

// passDeadline has the method called with the context that has the deadline: call.Context() in
// place of ctx, or req.WithContext(call.Context()) in place of req.
func (r *renderer) passDeadline(m *method, l *localNames, args []jen.Code) {
	if !m.isTimed() {
		return
	}
	ctx := jen.Id(l.call).Dot("Context").Call()
	if i := m.deadlineParam(); i >= 0 {
		args[i] = ctx
		return
	}
	i := m.deadlineRequest()
	args[i] = jen.Id(l.params[i]).Dot("WithContext").Call(ctx)
}

// abilities are what the constructor says that the method can do, so that a policy is refused
// which would have no effect.
func (r *renderer) abilities(m *method) []jen.Code {
	var list []jen.Code
	if m.isTimed() {
		list = append(list, r.runtime("Timed"))
	}
	if m.isRetried() {
		list = append(list, r.runtime("Retried"))
	}
	if m.stream != nil {
		list = append(list, r.runtime("Streamed"))
	}
	return list
}
