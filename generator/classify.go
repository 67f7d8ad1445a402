package generator

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// A rule gives an outcome to the results that match.
type rule struct {
	verb    *verb // ignore, success or failure
	matches []match
}

// A match is one of the things that a result may be.
type match struct {
	*code
	kind matchKind
}

type matchKind int

const (
	isError      matchKind = iota // errors.Is
	hasType                       // errors.As
	onError                       // a condition that looks at the error
	withoutError                  // a condition for results that come without an error
)

// classification says which outcome a call has.
type classification struct {
	rules []rule // the first that matches applies
	// onlyThese is whether a failure says which errors are failures, so that others are not.
	onlyThese bool
}

// of is the rule of the verb, nil if there is none.
func (c classification) of(v *verb) *rule {
	for i := range c.rules {
		if c.rules[i].verb == v {
			return &c.rules[i]
		}
	}
	return nil
}

// has reports whether any match is of the kind.
func (c classification) has(kind matchKind) bool {
	return slices.ContainsFunc(c.rules, func(r rule) bool { return has(r.matches, kind) })
}

func has(matches []match, kind matchKind) bool {
	return slices.ContainsFunc(matches, func(m match) bool { return m.kind == kind })
}

// failsWithoutError reports whether results may count as a failure that come without an error.
func (c classification) failsWithoutError() bool {
	r := c.of(&failure)
	if r == nil {
		return false
	}
	for _, m := range r.matches {
		if m.kind == withoutError || m.kind == onError {
			return true
		}
	}
	return false
}

// failsByResult reports whether results may count as a failure although there is no error.
func (c classification) failsByResult() bool {
	r := c.of(&failure)
	return r != nil && slices.ContainsFunc(r.matches, func(m match) bool { return m.kind == withoutError })
}

var classifiers = []*verb{&ignore, &success, &failure}

// classify reads the rules of the method, in their order.
func (r *resolver) classify(m *method, l *localNames) {
	for _, v := range classifiers {
		d := m.applied.verb(v.name)
		if d == nil || d.off.IsValid() || d.wrong {
			continue
		}
		next := rule{v, r.matches(m, l, d)}
		if len(next.matches) == 0 {
			continue // there was something to report, or nothing that concerns the method
		}
		r.reportContradictions(m, d, next)
		m.classification.rules = append(m.classification.rules, next)
		if v == &failure {
			for _, found := range next.matches {
				m.classification.onlyThese = m.classification.onlyThese || found.kind != withoutError
			}
		}
	}
}

// reportContradictions reports what an earlier rule of the method names too, and so has an
// outcome already.
func (r *resolver) reportContradictions(m *method, d *directive, next rule) {
	for _, earlier := range m.classification.rules {
		before := m.applied.verb(earlier.verb.name)
		for _, found := range next.matches {
			i := slices.IndexFunc(earlier.matches, func(m match) bool { return m.covers(found) })
			if i < 0 {
				continue
			}
			covering := earlier.matches[i]
			at, advice := found.pos, ""
			switch isOwn := r.isOwn(m, d); {
			case isOwn && !r.isOwn(m, before):
				advice = fmt.Sprintf(", or write %s for %s", before.written("off"), m.name())
			case !isOwn && r.isOwn(m, before):
				at, advice = covering.pos, fmt.Sprintf(", or write %s for %s", d.written("off"), m.name())
			}
			if covering.isSame(found) {
				r.add(at, "%s is in %s and in %s: keep one%s", found.text, earlier.verb.name, next.verb.name, advice)
			} else {
				r.add(at, "%s matches %s too, and %s is asked before %s: keep one%s", covering.text, found.text,
					earlier.verb.name, next.verb.name, advice)
			}
		}
	}
}

// covers reports whether it matches whatever the other one does.
func (m match) covers(other match) bool {
	if _, isParam := m.value().Type.(*types.TypeParam); m.kind != hasType || isParam || !types.IsInterface(m.value().Type) {
		return m.isSame(other)
	}
	t := errorType // an error that is known by its variable may be of any type
	if other.kind == hasType {
		t = other.value().Type
	}
	isOfList := other.kind == hasType || other.kind == isError
	return isOfList && types.Implements(t, m.value().Type.Underlying().(*types.Interface))
}

// isSame reports whether the other one matches the same results.
func (m match) isSame(other match) bool {
	switch {
	case m.kind != other.kind:
		return false
	case m.kind == hasType:
		return types.Identical(m.value().Type, other.value().Type)
	case m.kind == isError && m.object() != nil:
		return m.object() == other.object()
	default:
		return m.text == other.text
	}
}

// matches are what the directive names.
func (r *resolver) matches(m *method, l *localNames, d *directive) (found []match) {
	add := func(next *match) {
		if next != nil {
			found = append(found, *next)
		}
	}
	scope := r.codeScope(m, l, d)
	list := d.arguments[d.verb.bare.Name]
	switch {
	case m.reportsRejections():
		for _, item := range list.code {
			add(r.errorMatch(m, scope, item))
		}
	case len(list.code) > 0 && r.isOwn(m, d):
		r.add(list.key, "%s has no error result, so none can be %s: write if=, with a condition on its results", m.name(), list.text)
	}
	for _, text := range d.arguments["if"].code {
		add(r.condition(m, l, d, scope, text))
	}
	return found
}

// fileOf is the file in which the directive stands.
func (r *resolver) fileOf(d *directive) *ast.File {
	for _, file := range r.pkg.Syntax {
		if file.FileStart <= d.pos && d.pos < file.FileEnd {
			return file
		}
	}
	return r.decl.file
}

// errorMatch is an error of the list.
func (r *resolver) errorMatch(m *method, scope *codeScope, item word) *match {
	c, problem := scope.check(item, errorList)
	if problem != nil {
		r.add(problem.pos, "%s", problem.message)
		return nil
	}
	tv := c.value()
	switch t := tv.Type; {
	case c.variables[c.object()] != nil:
		r.add(item.pos, "%s is what %s calls a parameter or a result of its own: give that another name", item.text, m.name())
	case tv.IsBuiltin() || tv.IsNil() || c.object() == nil && !tv.IsType():
		r.add(item.pos, "%s is not an error: name a variable such as ErrNotFound, or a type such as *ValidationError", item.text)
	case isGeneric(t) && tv.IsType():
		r.add(item.pos, "%s is generic: write its type arguments, as in %s[int]", item.text, item.text)
	case isErrorType(t) && tv.IsType():
		return &match{c, hasType}
	case isErrorType(t):
		return &match{c, isError}
	case isErrorType(types.NewPointer(t)) && tv.IsType():
		r.add(item.pos, "only a pointer to %s is an error: write *%s", item.text, item.text)
	case tv.IsType():
		r.add(item.pos, "the type %s is not an error: it has no method Error() string", item.text)
	default:
		r.add(item.pos, "%s is not an error: its type is %s", item.text, scope.typeString(t))
	}
	return nil
}

// isGeneric reports whether the type has type parameters, and no arguments for them.
func isGeneric(t types.Type) bool {
	generic, ok := t.(interface {
		TypeParams() *types.TypeParamList
		TypeArgs() *types.TypeList
	})
	return ok && generic.TypeParams().Len() > generic.TypeArgs().Len()
}

func isErrorType(t types.Type) bool {
	return types.Implements(t, errorType.Underlying().(*types.Interface))
}

// condition is an expression over parameters and results, or the name of a function of them.
func (r *resolver) condition(m *method, l *localNames, d *directive, scope *codeScope, text word) *match {
	c, problem := scope.check(text, expression)
	if problem == nil {
		c, problem = c.called(m)
	}
	if problem != nil {
		r.add(problem.pos, "%s%s%s", r.inMethod(m, d), problem.message, r.orOff(m, d))
		return nil
	}
	tv := c.value()
	basic, _ := tv.Type.Underlying().(*types.Basic)
	switch early := scope.tooEarly(m, c); {
	case early != "":
		r.add(text.pos, "%s%s looks at %s, which does not say how the stream of %s ends: look at %s", r.inMethod(m, d), text.text, early, m.name(), l.err())
	case tv.IsType() || basic == nil || basic.Info()&types.IsBoolean == 0:
		r.add(text.pos, "%s%s is not a condition: its type is %s, not bool", r.inMethod(m, d), text.text, scope.typeString(tv.Type))
	case tv.Value != nil:
		r.add(text.pos, "%s%s is always %s", r.inMethod(m, d), text.text, tv.Value)
	case c.mentions(scope.err):
		return &match{c, onError}
	default:
		return &match{c, withoutError}
	}
	return nil
}

// inMethod begins a message about a directive that stands elsewhere than at the method.
func (r *resolver) inMethod(m *method, d *directive) string {
	if r.isOwn(m, d) {
		return ""
	}
	return "for " + m.name() + ": "
}

// orOff ends a message about a directive that stands elsewhere than at the method.
func (r *resolver) orOff(m *method, d *directive) string {
	if r.isOwn(m, d) {
		return ""
	}
	return ", or write " + d.written("off") + " for it"
}

// called makes a call of an expression that names a function: each of its arguments is the
// first result of its type that is no argument yet.
func (c *code) called(m *method) (*code, *codeError) {
	f, ok := c.object().(*types.Func)
	if !ok {
		return c, nil
	}
	if f.Signature().Recv() != nil {
		return nil, &codeError{c.pos, fmt.Sprintf("%s is a method: write its arguments too, as in %s(…)", c.text, c.text)}
	}
	results := slices.Clone(c.results)
	var args []string
	for p := range f.Signature().Params().Variables() {
		i := slices.IndexFunc(results, func(v *types.Var) bool { return types.AssignableTo(v.Type(), p.Type()) })
		if i < 0 {
			return nil, &codeError{c.pos, fmt.Sprintf("%s takes a value of type %s, which is no result of %s: write its arguments too, as in %s(…)",
				c.text, c.typeString(p.Type()), m.name(), c.text)}
		}
		args = append(args, results[i].Name())
		results = slices.Delete(results, i, i+1)
	}
	return c.check(c.followedBy("("+strings.Join(args, ", ")+")"), expression)
}
