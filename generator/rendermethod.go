package generator

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"
)

// method is a method of the decorator, guarded or not.
func (r *renderer) method(m *method) jen.Code {
	l := locals(r.iface, m, r.names)
	code := r.methodDoc(m).Add(r.receiver(l.receiver)).Id(m.name())
	if m.isRetried() {
		code.Add(r.types.namedSignature(m.signature(), l.params, l.results)).Block(r.retriedBody(m, l)...).Line()
		return code.Add(r.once(m, l)).Add(r.instead(m, l))
	}
	if m.guarded() {
		code.Add(r.types.namedSignature(m.signature(), l.params, l.results)).Block(r.bodyOf(m, l)...).Line().Add(r.streamType(m, l))
		return code.Add(r.instead(m, l))
	}
	return code.Add(r.types.namedSignature(m.signature(), l.params, resultNames(m))).Block(r.plainBody(m, l)).Line()
}

// bodyOf is the body of a guarded method.
func (r *renderer) bodyOf(m *method, l *localNames) []jen.Code {
	switch {
	case m.isLazy():
		return r.lazyBody(m, l)
	case m.stream != nil:
		return r.streamBody(m, l)
	default:
		return r.guardedBody(m, l)
	}
}

// guardedBody asks the guard, makes the call, and says how it went:
//
//	call, err := c.charge.Begin(ctx)
//	if err != nil {
//		return r0, err
//	}
//	defer call.End()
//
//	r0, err = c.next.Charge(ctx, req)
//	call.Return(err)
//	return r0, err
func (r *renderer) guardedBody(m *method, l *localNames) []jen.Code {
	refusal := l.cause
	if m.reportsErrors() {
		refusal = l.err()
	}
	body := []jen.Code{
		r.findGuard(m, l),
		jen.List(jen.Id(l.call), jen.Id(refusal)).Op(":=").Add(r.begin(m, l)),
	}
	body = append(body, r.refused(m, l)...)
	return append(body,
		jen.Defer().Id(l.call).Dot("End").Call(),
		jen.Line().Add(assign(l.results, r.nextCall(m, l))),
		r.outcome(m, l),
		r.failed(m, l),
		returned(l.results),
	)
}

// refused is what becomes of a call that is not admitted:
//
//	if err != nil {
//		return r0, err
//	}
func (r *renderer) refused(m *method, l *localNames) []jen.Code {
	if m.fallback != nil && !m.reportsErrors() {
		return []jen.Code{jen.If(jen.Id(l.cause).Op("!=").Nil()).Block(r.askInstead(m, l, jen.Id(l.cause))...)}
	}
	code := []jen.Code{jen.If(jen.Id(l.err()).Op("!=").Nil()).Block(append(r.closeBody(m, l), returned(l.results))...)}
	if m.fallback == nil {
		return code
	}
	return slices.Insert(code, 0, r.rejected(m, l))
}

// assign is r0, err = call, or the call alone where there are no results.
func assign(results []string, call jen.Code) *jen.Statement {
	if len(results) == 0 {
		return jen.Add(call)
	}
	return jen.List(ids(results)...).Op("=").Add(call)
}

// returned is return r0, err; nothing where there are no results.
func returned(results []string) *jen.Statement {
	if len(results) == 0 {
		return jen.Null()
	}
	return jen.Return(ids(results)...)
}

// closeBody does on a rejection what net/http demands of a RoundTripper, "including on errors":
//
//	if req.Body != nil {
//		req.Body.Close()
//	}
func (r *renderer) closeBody(m *method, l *localNames) []jen.Code {
	if !m.isRoundTrip() {
		return nil
	}
	body := jen.Id(l.params[0]).Dot("Body")
	return []jen.Code{jen.If(body.Clone().Op("!=").Nil()).Block(body.Clone().Dot("Close").Call())}
}

// context is the call's own, also where a request brings it along, or else the background's.
func (r *renderer) context(m *method, l *localNames) jen.Code {
	if i := m.contextParam(); i >= 0 {
		return jen.Id(l.params[i])
	}
	if i := m.requestParam(); i >= 0 {
		return jen.Id(l.params[i]).Dot("Context").Call()
	}
	return r.types.qualified("context", "Background").Call()
}

// plainBody only makes the call:
//
//	return c.next.Balance(id)
func (r *renderer) plainBody(m *method, l *localNames) jen.Code {
	if m.signature().Results().Len() == 0 {
		return r.nextCall(m, l)
	}
	return jen.Return(r.nextCall(m, l))
}

// nextCall is c.next.Charge(ctx, req).
func (r *renderer) nextCall(m *method, l *localNames) jen.Code {
	args := passedOn(m, l)
	r.passDeadline(m, l, args)
	return jen.Id(l.receiver).Dot(r.names.next).Dot(m.name()).Call(args...)
}

// passedOn are the parameters as arguments for another function that has them.
func passedOn(m *method, l *localNames) []jen.Code {
	args := ids(l.params)
	if m.signature().Variadic() {
		args[len(args)-1] = jen.Id(l.params[len(args)-1]).Op("...")
	}
	return args
}

func ids(names []string) []jen.Code {
	var list []jen.Code
	for _, name := range names {
		list = append(list, jen.Id(name))
	}
	return list
}

// resultNames are the user's, for a method that needs none of its own.
func resultNames(m *method) []string {
	var names []string
	for v := range m.signature().Results().Variables() {
		names = append(names, v.Name())
	}
	return names
}

// methodDoc is the user's comment, and for a method that is not guarded the reason.
func (r *renderer) methodDoc(m *method) *jen.Statement {
	lines := userDoc(m)
	switch {
	case len(lines) == 0 && m.guarded():
		lines = []string{"// " + m.name() + " calls [" + originalName(m) + "] through its guard."}
	case len(lines) == 0:
		lines = []string{"// " + m.name() + " calls [" + originalName(m) + "]. " + m.unguarded.sentence()}
	case !m.guarded():
		lines = append(lines, "//", "// "+m.unguarded.sentence())
	}
	code := &jen.Statement{}
	for _, line := range lines {
		code.Comment(line).Line()
	}
	return code
}

// userDoc are the lines of the comment on the method, as they were written, without directives.
func userDoc(m *method) []string {
	if m.declared.doc == nil {
		return nil
	}
	var lines []string
	for _, c := range m.declared.doc.List {
		if isInstruction(c) {
			continue
		}
		lines = append(lines, lineComments(c.Text)...)
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "//" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// isInstruction reports a comment that is for a tool rather than for people: a directive, or
// one of those that Go had before it had these. A //line would be wrong elsewhere.
func isInstruction(c *ast.Comment) bool {
	_, isDirective := ast.ParseDirective(c.Pos(), c.Text)
	older := []string{"//line ", "/*line ", "//export ", "//extern "}
	return isDirective || slices.ContainsFunc(older, func(prefix string) bool { return strings.HasPrefix(c.Text, prefix) })
}

// lineComments are the lines of a comment, also of one in a block, which is indented by a
// tab as the method is.
func lineComments(text string) []string {
	text, isBlock := strings.CutPrefix(text, "/*")
	if !isBlock {
		return []string{text}
	}
	var lines []string
	for line := range strings.Lines(strings.TrimSpace(strings.TrimSuffix(text, "*/"))) {
		line = strings.TrimPrefix(strings.TrimRight(line, " \t\r\n"), "\t")
		lines = append(lines, strings.TrimRight("// "+line, " "))
	}
	return lines
}

// originalName is what the documentation of a method can be looked up by, such as stripe.Client.Charge.
func originalName(m *method) string { return owner(m) + "." + m.name() }

// owner is the name of the type that has the method: another package's, if that can be named.
func owner(m *method) string {
	if m.isForeign() {
		object := receiverOf(m.fn)
		if object != nil && object.Pkg() != nil && (object.Exported() || types.IsInterface(object.Type())) {
			return object.Pkg().Name() + "." + object.Name()
		}
	}
	return m.within[len(m.within)-1].spec.Name.Name
}
