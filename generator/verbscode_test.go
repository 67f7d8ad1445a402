package generator

import (
	"go/ast"
	"go/parser"
	"go/types"
	"slices"
	"strings"
)

// errorList is some errors that all of the methods can name.
func (v *verbGrammar) errorList(all ...*target) string {
	var list []string
	for range 1 + v.pick(3) {
		text := v.one(v.errors...)
		if !slices.Contains(list, text) && !slices.ContainsFunc(all, func(t *target) bool { return !v.sees(t, text) }) {
			list = append(list, text)
		}
	}
	return strings.Join(list, v.one(",", ", "))
}

// classification is the arguments of ignore, success, failure or retryif, and whether they look at
// a result that may come without an error.
func (v *verbGrammar) classification(t *target) (text string, looksAtResult bool) {
	if t.reportsRejections() && v.chance(2) {
		text = v.errorList(t)
	}
	if condition := v.condition(t); condition != "" && (text == "" || v.chance(2)) {
		return strings.TrimSpace(text + " if=" + condition), true
	}
	return text, false
}

// condition is an expression in quotes, if there is one.
func (v *verbGrammar) condition(t *target) string {
	seen := slices.Clone(t.params)
	switch {
	case t.stream == nil:
		seen = append(seen, t.results...)
	case t.reportsErrors():
		seen = append(seen, lastIfError(t.results)...)
	}
	if len(seen) == 0 {
		return ""
	}
	text := v.boolean(t, seen[v.pick(len(seen))])
	if text == "" {
		return ""
	}
	switch v.pick(6) {
	case 1:
		text = "(" + text + ")"
	case 2:
		if other := v.boolean(t, seen[v.pick(len(seen))]); other != "" {
			text += v.one(" || ", " && ", "||") + other
		}
	case 3:
		if v.sees(t, "bool") {
			text = "func() bool { call := " + text + "; return call }()"
		}
	case 4:
		if v.sees(t, v.failed) && t.reportsErrors() && t.stream == nil {
			text = v.failed
		}
	}
	return v.quoted(text)
}

func lastIfError(results []variable) []variable {
	if n := len(results); n > 0 && types.Identical(results[n-1].of, errorType) {
		return results[n-1:]
	}
	return nil
}

// boolean is a condition on the variable.
func (v *verbGrammar) boolean(t *target, x variable) string {
	basic, _ := x.of.Underlying().(*types.Basic)
	_, isParam := types.Unalias(x.of).(*types.TypeParam)
	switch n := v.pick(4); {
	case n == 1 && v.sees(t, v.predicates[0]):
		return v.predicates[0] + "(" + x.name + ")"
	case n == 2 && v.sees(t, v.predicates[0]) && v.written(t, x.of) != "":
		return v.predicates[0] + "[" + v.written(t, x.of) + "](" + x.name + ")"
	case isParam:
	case basic != nil && basic.Info()&types.IsBoolean != 0:
		return v.one("", "!") + x.name
	case basic != nil && basic.Info()&types.IsString != 0:
		return x.name + v.one(` == ""`, " != `\"`")
	case basic != nil && basic.Info()&types.IsNumeric != 0:
		return x.name + v.one(" != 0", "==1")
	case isPointerTo(x.of, "net/http", "Response"):
		return x.name + ".StatusCode >= 500"
	case n == 3 && types.Identical(x.of, errorType):
		return x.name + `.Error() == "it failed"`
	case v.sees(t, "nil") && types.AssignableTo(types.Typ[types.UntypedNil], x.of):
		return x.name + v.one(" == ", "!=") + "nil"
	}
	if v.sees(t, v.predicates[0]) {
		return v.predicates[0] + "(" + x.name + ")"
	}
	return ""
}

// key is an expression for the key of a call, in quotes if need be, if there is one.
func (v *verbGrammar) key(t *target) string {
	if len(t.params) == 0 {
		return ""
	}
	x := t.params[v.pick(len(t.params))]
	text := ""
	switch n := v.pick(7); {
	case n == 1 && v.isKey(x.of):
		text = "(" + x.name + ")"
	case n == 2 && v.isKey(x.of) && v.written(t, x.of) != "":
		text = "[1]" + v.written(t, x.of) + "{" + x.name + "}"
	case n == 3 && v.isKey(x.of) && v.written(t, x.of) != "":
		text = "struct{ " + x.name + v.one(", z ", " ") + v.written(t, x.of) + " }{" + x.name + ": " + x.name + "}"
	case n == 4 && v.sees(t, v.keys[0]) && v.written(t, x.of) != "":
		text = v.keys[0] + "[" + v.written(t, x.of) + "](" + x.name + ")"
	case n == 5:
		if p, ok := x.of.Underlying().(*types.Pointer); ok && v.isKey(p.Elem()) {
			text = "*" + x.name
		}
	case n == 6 && v.isKey(x.of) && v.written(t, x.of) != "":
		text = "func(call " + v.written(t, x.of) + ") " + v.written(t, x.of) + " { next := call; return next }(" + x.name + ")"
	}
	switch {
	case text != "":
	case v.isKey(x.of):
		text = x.name
	case v.sees(t, v.keys[0]):
		text = v.keys[0] + "(" + x.name + ")"
	default:
		return ""
	}
	return v.quoted(text)
}

// isKey reports whether values of the type can be keys as they are.
func (v *verbGrammar) isKey(t types.Type) bool {
	if named, ok := t.(interface{ Obj() *types.TypeName }); ok && named.Obj().Pkg() != nil && named.Obj().Pkg() != v.pkg.Types && !named.Obj().Exported() {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		_, isNamed := t.(*types.Named)
		return isNamed && types.Comparable(t) && !hasInterface(t)
	case *types.Basic:
		return u.Kind() != types.Invalid
	case *types.Interface:
		_, isParam := types.Unalias(t).(*types.TypeParam)
		return isParam && types.Comparable(t)
	}
	return false
}

// written is how a directive of the method writes the type; empty if it cannot.
func (v *verbGrammar) written(t *target, of types.Type) string {
	text := v.text(of)
	expr, err := parser.ParseExpr(text)
	if err != nil {
		return ""
	}
	var selected []*ast.Ident
	ast.Inspect(expr, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.SelectorExpr:
			selected = append(selected, node.Sel)
			if !node.Sel.IsExported() || !slices.Contains(v.taken, node.X.(*ast.Ident).Name) {
				text = ""
			}
		case *ast.StructType, *ast.FuncType, *ast.InterfaceType:
			text = "" // what it has names for is not looked at
			return false
		case *ast.Ident:
			isTypeParam := slices.Contains(t.typeParams, node.Name)
			isOther := types.Universe.Lookup(node.Name) != nil || slices.Contains(v.taken, node.Name)
			isVariable := slices.Contains(t.hidden[len(t.typeParams):], node.Name)
			if !slices.Contains(selected, node) && (isVariable || isTypeParam && isOther || !isTypeParam && !v.sees(t, node.Name) && !v.isOwn(node.Name)) {
				text = ""
			}
		}
		return true
	})
	return text
}

func (v *verbGrammar) isOwn(name string) bool { return v.pkg.Types.Scope().Lookup(name) != nil }

// quoted puts quotes around an expression where it needs some; it is empty if it has both kinds in it.
func (v *verbGrammar) quoted(text string) string {
	switch {
	case !strings.ContainsAny(text, ` ="'`) && !v.chance(4):
		return text
	case !strings.Contains(text, `"`) && (strings.Contains(text, "'") || v.chance(2)):
		return `"` + text + `"`
	case !strings.Contains(text, "'"):
		return "'" + text + "'"
	}
	return ""
}
