package generator

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"iter"
	"strings"
)

// A code is a Go expression that stands in a directive, checked where it is to be used.
type code struct {
	word
	*codeScope
	meant valueKind
	expr  ast.Expr
	info  *types.Info
	fset  *token.FileSet // of this expression alone
}

// A codeError is what is wrong with an expression, and where in the directive.
type codeError struct {
	pos     token.Pos
	message string
}

// check parses the expression and checks its types. The code is nil if there is an error.
func (s *codeScope) check(text word, meant valueKind) (*code, *codeError) {
	c := &code{
		word:      text,
		codeScope: s,
		meant:     meant,
		fset:      token.NewFileSet(),
		info: &types.Info{
			Types:      make(map[ast.Expr]types.TypeAndValue),
			Defs:       make(map[*ast.Ident]types.Object),
			Uses:       make(map[*ast.Ident]types.Object),
			Selections: make(map[*ast.SelectorExpr]*types.Selection),
		},
	}
	var err error
	c.expr, err = parser.ParseExprFrom(c.fset, "", text.text, parser.SkipObjectResolution)
	if list, ok := errors.AsType[scanner.ErrorList](err); ok {
		return nil, &codeError{text.after(min(list[0].Pos.Offset, len(text.text))), aboutSyntax(list[0].Msg)}
	}
	if hidden := c.unexported(); hidden != nil {
		return nil, &codeError{text.after(c.offset(hidden.Pos())), hidden.Name + " is not exported by its package"}
	}
	err = types.CheckExpr(c.fset, s.pkg, anywhere, c.expr, c.info)
	if e, ok := errors.AsType[types.Error](err); ok {
		message, _, _ := strings.Cut(e.Msg, "\n")
		return nil, &codeError{text.after(c.offset(e.Pos)), message + c.hint(message)}
	}
	if _, isBuiltin := c.object().(*types.Builtin); !isBuiltin && (c.value().Type == nil || hasInvalid(c.value().Type, s.pkg)) {
		return nil, &codeError{text.pos, c.whyInvalid()}
	}
	return c, nil
}

// aboutSyntax says in other words what the parser thinks of a file that goes on.
func aboutSyntax(message string) string {
	if found, ok := strings.CutPrefix(message, "expected 'EOF', found "); ok {
		return "the expression is complete before " + found + ": remove what is too much"
	}
	return message
}

// unexported is a name that another package keeps to itself, nil if there is none. The type checker
// says so in other words where it knows no more of that package than what it exports.
func (c *code) unexported() (hidden *ast.Ident) {
	scope := c.pkg.Scope().Innermost(anywhere)
	ast.Inspect(c.expr, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok && !selector.Sel.IsExported() {
			if x, ok := selector.X.(*ast.Ident); ok {
				if _, isPackage := lookup(scope, x.Name).(*types.PkgName); isPackage && hidden == nil {
					hidden = selector.Sel
				}
			}
		}
		return true
	})
	return hidden
}

// whyInvalid is why the expression has no type although the type checker finds no fault: a
// package that it names could not be imported, or does not compile.
func (c *code) whyInvalid() string {
	var culprit *types.Package
	ast.Inspect(c.expr, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok && culprit == nil {
			x, _ := selector.X.(*ast.Ident)
			imported, isPackage := c.info.Uses[x].(*types.PkgName)
			object := c.info.Uses[selector.Sel]
			if isPackage && (object == nil || hasInvalid(object.Type(), c.pkg)) {
				culprit = imported.Imported()
			}
		}
		return true
	})
	if culprit != nil {
		return c.blame(culprit)
	}
	return c.text + " does not compile: make it compile first"
}

// offset is where in the text something stands.
func (c *code) offset(pos token.Pos) int {
	if file := c.fset.File(pos); file != nil {
		return min(file.Offset(pos), len(c.text))
	}
	return 0
}

func lookup(scope *types.Scope, name string) types.Object {
	for ; scope != nil; scope = scope.Parent() {
		if object := scope.Lookup(name); object != nil {
			return object
		}
	}
	return nil
}

// value is the type of the expression, and what else is known of it.
func (c *code) value() types.TypeAndValue { return c.info.Types[c.expr] }

// object is what the expression names, nil if it is more than a name.
func (c *code) object() types.Object {
	switch e := ast.Unparen(c.expr).(type) {
	case *ast.Ident:
		return c.info.Uses[e]
	case *ast.SelectorExpr:
		return c.info.Uses[e.Sel]
	}
	return nil
}

// mentions reports whether the object is used in the expression.
func (c *code) mentions(object types.Object) bool {
	for _, used := range c.info.Uses {
		if used == object {
			return object != nil
		}
	}
	return false
}

// code is what directives say about the method in Go.
func (m *method) code() []*code {
	var all []*code
	for _, r := range m.classification.rules {
		for _, found := range r.matches {
			all = append(all, found.code)
		}
	}
	for _, found := range m.retryIf {
		all = append(all, found.code)
	}
	if m.fallback != nil && m.fallback.function != nil {
		all = append(all, m.fallback.function)
	}
	if m.key != nil {
		all = append(all, m.key.code)
	}
	return all
}

// needs adds the packages that the expression names: by path, what they call themselves.
func (c *code) needs(needed map[string]string) {
	for _, object := range c.info.Uses {
		if pkg := c.packageOf(object); pkg != nil {
			needed[pkg.Path()] = pkg.Name()
		}
	}
}

// packageOf is the other package that a name stands for, or that it is a name of, nil if
// there is none.
func (c *code) packageOf(object types.Object) *types.Package {
	if imported, ok := object.(*types.PkgName); ok {
		return imported.Imported()
	}
	if pkg := object.Pkg(); pkg != nil && pkg != c.home && object.Parent() == pkg.Scope() {
		return pkg
	}
	return nil
}

// render is the text as it is to stand in the file, in a method with these names.
func (c *code) render(n *generatedNames, l *localNames) string { return c.renderPart(c.expr, n, l) }

// renderPart is render for a part of the expression.
func (c *code) renderPart(expr ast.Expr, n *generatedNames, l *localNames) string {
	var b strings.Builder
	end := c.offset(expr.Pos())
	for ident := range c.names(expr) {
		name, start := c.name(ident, n), c.offset(ident.Pos())
		if local := c.variables[c.info.Uses[ident]]; local != nil {
			name = local(l)
		}
		b.WriteString(c.text[end:start] + name)
		end = start + len(ident.Name)
	}
	return b.String() + c.text[end:c.offset(expr.End())]
}

// used adds the names in the expression that must not mean anything else in the file: not those
// of the method's variables, of fields, and of what a function in the expression declares.
func (c *code) used(n *generatedNames, used scope) {
	inside := make(map[types.Object]bool)
	for _, object := range c.info.Defs {
		inside[object] = true
	}
	for ident := range c.names(c.expr) {
		object := c.info.Uses[ident]
		if v, ok := object.(*types.Var); ok && v.IsField() || inside[object] || c.variables[object] != nil {
			continue
		}
		name, _, _ := strings.Cut(c.name(ident, n), ".")
		used.add(name)
	}
}

// declares adds what a function in the expression declares: there it would hide what is renamed to that.
func (c *code) declares(taken scope) {
	for ident := range c.info.Defs {
		taken.add(ident.Name)
	}
}

// names are the identifiers that mean something by themselves, and not behind a point.
func (c *code) names(expr ast.Expr) iter.Seq[*ast.Ident] {
	return func(yield func(*ast.Ident) bool) {
		selected := make(map[*ast.Ident]bool)
		for node := range ast.Preorder(expr) {
			switch node := node.(type) {
			case *ast.SelectorExpr:
				selected[node.Sel] = true
			case *ast.Ident:
				if !selected[node] && c.info.Uses[node] != nil && !yield(node) {
					return
				}
			}
		}
	}
}

// name is what the file calls the object of an identifier.
func (c *code) name(ident *ast.Ident, n *generatedNames) string {
	object := c.info.Uses[ident]
	if p, ok := object.Type().(*types.TypeParam); ok && n.typeParams[p] != "" {
		if _, ok := object.(*types.TypeName); ok {
			return n.typeParams[p]
		}
	}
	pkg := c.packageOf(object)
	if pkg == nil {
		return ident.Name
	}
	if _, ok := object.(*types.PkgName); ok {
		return n.imports[pkg.Path()]
	}
	return n.imports[pkg.Path()] + "." + ident.Name
}
