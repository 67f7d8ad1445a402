package generator

import (
	"go/ast"
	"go/token"

	"github.com/dave/jennifer/jen"
)

// outcome says how the call went:
//
//	call.Return(err)
//
// or, where directives classify the results:
//
//	switch {
//	case errors.Is(err, ErrNotFound), cb.HasType[*ValidationError](err):
//		call.Ignore(err)
//	case err == nil && r0.StatusCode >= 500:
//		call.Fail(err)
//	default:
//		call.Return(err)
//	}
func (r *renderer) outcome(m *method, l *localNames) jen.Code {
	c := m.classification
	if len(c.rules) == 0 {
		return r.says(m, l, "Return")
	}
	var cases []jen.Code
	if !c.has(onError) && !c.has(withoutError) {
		cases = append(cases, jen.Case(jen.Id(l.err()).Op("==").Nil()).Block(r.says(m, l, "Return"))) // most calls
	}
	for _, rule := range c.rules {
		var matches []jen.Code
		for _, found := range rule.matches {
			matches = append(matches, r.matches(m, l, found))
		}
		cases = append(cases, jen.Case(matches...).Block(r.says(m, l, outcomeMethods[rule.verb])))
	}
	otherwise := "Return"
	if c.onlyThese {
		otherwise = "Succeed"
	}
	cases = append(cases, jen.Default().Block(r.says(m, l, otherwise)))
	return jen.Switch().Block(cases...)
}

// outcomeMethods are those of the runtime's Call.
var outcomeMethods = map[*verb]string{&ignore: "Ignore", &success: "Succeed", &failure: "Fail"}

// says is call.Return(err), or call.Return(nil) where there is no error result.
func (r *renderer) says(m *method, l *localNames, outcome string) jen.Code {
	err := jen.Nil()
	if m.reportsRejections() {
		err = jen.Id(l.err())
	}
	return jen.Id(l.call).Dot(outcome).Call(err)
}

// matches is a condition of the switch.
func (r *renderer) matches(m *method, l *localNames, found match) jen.Code {
	text := found.render(r.names, l)
	switch found.kind {
	case isError:
		return r.types.qualified("errors", "Is").Call(jen.Id(l.err()), jen.Op(text))
	case hasType:
		return r.runtime("HasType").Types(jen.Op(text)).Call(jen.Id(l.err()))
	case withoutError:
		if m.reportsRejections() {
			return jen.Id(l.err()).Op("==").Nil().Op("&&").Op(operand(found.expr, text))
		}
	}
	return jen.Op(text)
}

// operand is the expression, in parentheses where it would fall apart behind &&.
func operand(expr ast.Expr, text string) string {
	if binary, ok := expr.(*ast.BinaryExpr); ok && binary.Op == token.LOR {
		return "(" + text + ")"
	}
	return text
}
