package generator

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// A verbGrammar writes policies for an interface that compiles, and lets bytes choose which. They
// are right: the generator has nothing to say against them, and what it makes of them compiles.
type verbGrammar struct {
	*grammar
	pkg        *loaded
	object     *types.TypeName
	taken      []string // names of the package and of its imports
	errors     []string // those that can be named, with their packages
	predicates []string // func[A any](A) bool
	keys       []string // func[A any](A) string
	failed     string   // func(error) bool
	imports    string   // to be added
	body       string   // to be added
	everywhere bool     // streaming is the default
}

// declaredNames are those of what directives name. They mean something to the generated code.
var declaredNames = strings.Fields("call guard ended yield fallback cause attempts again body bodyErr c c2 err ErrBusy busy next errors cb2 context2 " +
	"time2 r0 p1 ctx policies client opts keyOf cb time context io queueCharge Größe Ended once s consumer")

// withPolicies adds policies to the source of the grammar. The name is that of the struct that they are
// in; it is empty if they are in comments.
func (g *grammar) withPolicies(pkg *loaded, source, name string) (text, policy string) {
	object, ok := pkg.Types.Scope().Lookup(name).(*types.TypeName)
	if !ok || len(pkg.TypeErrors) > 0 || len(g.policies.bytes) == 0 {
		return source, ""
	}
	g.chooser = g.policies
	v := &verbGrammar{grammar: g, pkg: pkg, object: object}
	v.taken = append(pkg.Types.Scope().Names(), decoratorName(name)...)
	v.taken = append(v.taken, name+"Fallback", name+"Policies", "Default"+upperFirst(name)+"Policies", "default"+upperFirst(name)+"Policies")
	for _, local := range g.local {
		v.taken = append(v.taken, local)
	}
	v.declare()
	if g.chance(2) {
		policy = v.fresh(&v.taken, []string{"Policy", "Rules", "call", "policies", "cb"})
		source = v.inTags(withoutDirectives(source), policy)
	} else {
		source = v.inComments(source)
	}
	return strings.Replace(source, "package shop\n\n", "package shop\n\n"+v.imports, 1) + v.body, policy
}

func withoutDirectives(source string) string {
	var out strings.Builder
	for line := range strings.Lines(source) {
		if !strings.HasPrefix(strings.TrimSpace(line), "//cbgen:") {
			out.WriteString(line)
		}
	}
	return out.String()
}

// declare declares what directives can name.
func (v *verbGrammar) declare() {
	name := func() string { return v.fresh(&v.taken, declaredNames) }
	variable, kind, failed, predicate, key := name(), name(), name(), name(), name()
	v.errors = []string{variable, "*" + kind}
	v.failed, v.predicates, v.keys = failed, []string{predicate}, []string{key}
	v.body = fmt.Sprintf("\nvar %s error\n\ntype %s struct{}\n\nfunc (*%s) Error() (s string) { return }\n\n", variable, kind, kind) +
		fmt.Sprintf("func %s(error) (b bool) { return }\n\nfunc %s[A interface{}](A) (b bool) { return }\n\nfunc %s[A interface{}](A) (s string) { return }\n", failed, predicate, key)
	var blank []string
	for _, known := range []struct{ path, name, error string }{
		{"io", "io", "EOF"}, {"io/fs", "fs", "*PathError"}, {"context", "context", "Canceled"}, {"net/http", "http", "ErrServerClosed"},
		{"example.com/pay/v2", "pay", "*Error"}, {"example.com/pay/v2", "pay", "Lasting"}, {runtimePath, "cb", "ErrOpen"}, {runtimePath, "cb", "*RejectedError"},
	} {
		local := v.local[known.path]
		if !slices.Contains(v.grammar.imports, known.path) {
			local = known.name
			if slices.Contains(v.taken, local) {
				continue
			}
			v.imports += fmt.Sprintf("import _ %q\n", known.path)
			blank = append(blank, local)
		}
		name, isType := strings.CutPrefix(known.error, "*")
		text := local + "." + name
		if isType {
			text = "*" + text
		}
		v.errors = append(v.errors, text)
	}
	v.taken = append(v.taken, blank...)
}

// inTags writes a struct.
func (v *verbGrammar) inTags(source, policy string) string {
	cb := v.local[runtimePath]
	var fields strings.Builder
	add := func(name string, says []string) {
		var tags []string
		for _, text := range says {
			verb, args, _ := strings.Cut(text, " ")
			tags = append(tags, verb+":"+strconv.Quote(args))
		}
		tag := strings.Join(tags, " ")
		switch {
		case tag == "":
			return
		case strconv.CanBackquote(tag) && !v.chance(4):
			tag = "`" + tag + "`"
		default:
			tag = strconv.Quote(tag)
		}
		fmt.Fprintf(&fields, "\t%s %s.Policy %s\n", name, cb, tag)
	}
	var all []*target
	for m := range v.object.Type().Underlying().(*types.Interface).Methods() {
		all = append(all, v.target(m))
	}
	add("_", v.defaults(all))
	v.share(all)
	for _, t := range all {
		add(t.name(), v.says(t))
	}
	if fields.Len() > 0 && !slices.Contains(v.grammar.imports, runtimePath) {
		v.imports += fmt.Sprintf("import %s %q\n", cb, runtimePath)
	}
	v.body += fmt.Sprintf("\ntype %s struct {\n%s}\n", policy, fields.String())
	return strings.Replace(source, "//go:generate cbgen -type ", "//go:generate cbgen -policy "+policy+" -type ", 1)
}

// inComments writes directives above the methods that the interface itself declares, and above it.
func (v *verbGrammar) inComments(source string) string {
	decl, _ := declarationOf(v.pkg, v.object.Pos())
	literal, ok := ast.Unparen(decl.spec.Type).(*ast.InterfaceType)
	if !ok {
		return source
	}
	var all, own []*target
	for m := range v.object.Type().Underlying().(*types.Interface).Methods() {
		all = append(all, v.target(m))
	}
	var lines []int
	for _, field := range literal.Methods.List {
		if len(field.Names) == 0 || hasDirectives(field.Doc) {
			continue
		}
		i := slices.IndexFunc(all, func(t *target) bool { return t.name() == field.Names[0].Name })
		own = append(own, all[i])
		lines = append(lines, v.lineOf(source, field.Names[0]))
	}
	defaults, line := "", v.lineOf(source, decl.spec.Name)
	if strings.HasPrefix(source[line:], "type ") && !hasDirectives(decl.doc()) {
		for _, text := range v.defaults(all) {
			defaults += "//cbgen:" + text + "\n"
		}
	}
	v.share(own)
	for i, t := range slices.Backward(own) {
		text := ""
		for _, said := range v.says(t) {
			text += "\t//cbgen:" + strings.TrimSpace(said) + "\n"
		}
		source = source[:lines[i]] + text + source[lines[i]:]
	}
	return source[:line] + defaults + source[line:]
}

func hasDirectives(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//cbgen:") })
}

// lineOf is the offset at which the line of the name begins.
func (v *verbGrammar) lineOf(source string, name *ast.Ident) int {
	offset := v.pkg.Fset.File(name.Pos()).Offset(name.Pos())
	return strings.LastIndexByte(source[:offset], '\n') + 1
}
