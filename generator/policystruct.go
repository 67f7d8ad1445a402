package generator

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/cbgen/cbgen/internal/spelling"
)

const everyMethod = "_"

const (
	runtimePath    = "github.com/cbgen/cbgen/runtime"
	runtimePackage = "runtime"
	runtimeName    = "cb" // in directives, if nothing but these needs it
)

// fromStruct takes the policies from the tags of a struct, whose fields are named after
// the methods.
func (r *resolver) fromStruct(name string, written map[*ast.CommentGroup]directives) {
	r.refuseComments(name, written)
	fields := r.readStruct(name)
	r.setOnly(fields[everyMethod])
	for _, m := range r.methods {
		r.resolve(m, []directives{fields[m.name()], fields[everyMethod]})
	}
}

// refuseComments lets a type have its policies in one place only.
func (r *resolver) refuseComments(name string, written map[*ast.CommentGroup]directives) {
	refuse := func(said directives) {
		if len(said) > 0 {
			r.add(said[0].pos, "the policies of %s are in %s, for -policy: move this directive there", r.object.Name(), name)
		}
	}
	for _, decl := range r.through {
		refuse(written[decl.doc()])
	}
	for _, m := range r.methods {
		for _, way := range slices.Concat([]route{m.route}, m.others) {
			refuse(written[way.declared.doc])
		}
	}
}

// readStruct is what the tags of the policy struct say, by the names of its fields.
func (r *resolver) readStruct(name string) map[string]directives {
	object := r.pkg.Types.Scope().Lookup(name)
	if object == nil {
		own := []*loaded{r.pkg}
		r.addAt(requestedAt(own, name, r.diagnostics), fmt.Sprintf("no policy struct %s in package %s%s",
			name, r.pkg.Name, hintAt(name, own, r.pkg.Types.Scope().Names())))
		return nil
	}
	through, literal := structOf(r.pkg, object)
	if literal == nil {
		r.add(object.Pos(), "%s is not a struct of this package: -policy takes one with a field for each method", name)
		return nil
	}
	file := through[len(through)-1].file
	fields := make(map[string]directives)
	reported := make(map[string]bool) // by the type, which is wrong once for all of its fields
	for _, field := range literal.Fields.List {
		problem, written := r.notPolicy(field.Type, file), types.ExprString(field.Type)
		if problem != "" && !reported[written] {
			r.add(field.Type.Pos(), "%s", problem)
			reported[written] = true
		}
		if problem == "" || field.Tag != nil && hasVerb(field.Tag) {
			r.readField(field, fields)
		}
	}
	return fields
}

// structOf is the struct that the object is declared as, be it by the name of another type
// of the package, and the declarations on the way to it.
func structOf(pkg *loaded, object types.Object) (through []declaration, literal *ast.StructType) {
	for object != nil {
		decl, ok := declarationOf(pkg, object.Pos())
		if !ok || slices.Contains(through, decl) {
			return through, nil
		}
		through = append(through, decl)
		if literal, ok := ast.Unparen(decl.spec.Type).(*ast.StructType); ok {
			return through, literal
		}
		object = namedBy(pkg, decl.spec.Type)
	}
	return through, nil
}

// notPolicy says why the type of a field is not the runtime's Policy; empty if it is.
func (r *resolver) notPolicy(expr ast.Expr, file *ast.File) string {
	t := r.pkg.TypesInfo.TypeOf(expr)
	if isPolicy(t) {
		return ""
	}
	selector, ok := ast.Unparen(expr).(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "Policy" {
		return "a field of a policy struct has the type cb.Policy"
	}
	if alias, ok := importsOf(file)[runtimePath]; ok && types.ExprString(selector.X) == alias {
		return "the runtime cannot be imported: run go get " + runtimePath
	}
	return `this is to be the Policy of cbgen's runtime: import cb "` + runtimePath + `"`
}

func isPolicy(t types.Type) bool { return isNamed(t, runtimePath, "Policy") }

func (r *resolver) readField(field *ast.Field, fields map[string]directives) {
	if len(field.Names) == 0 {
		r.add(field.Pos(), "a field of a policy struct is named after a method: write Charge cb.Policy")
		return
	}
	if field.Tag == nil || isEmptyTag(field.Tag) {
		r.add(field.Pos(), "%s has no tag: write `breaker:\"failures=5\"`, or remove the field", field.Names[0].Name)
		return
	}
	said := readTag(field.Tag, r.diagnostics)
	for _, name := range field.Names {
		if r.checkField(name, said, fields) {
			fields[name.Name] = said
		}
	}
}

func isEmptyTag(tag *ast.BasicLit) bool {
	text, _ := unquoted(tag)
	return strings.TrimSpace(text) == ""
}

// checkField reports a field that names nothing, or says what its place cannot mean.
func (r *resolver) checkField(name *ast.Ident, said directives, fields map[string]directives) bool {
	_, again := fields[name.Name]
	if name.Name == everyMethod {
		if again {
			r.add(name.Pos(), "a second _ field: one stands for every method, so put this tag into that")
		}
		if s := said.verb(skip.name); s != nil {
			r.add(s.pos, "skip is for a method, not for all of them")
		}
		return !again
	}
	if o := said.verb(only.name); o != nil {
		r.add(o.pos, "only is for the interface, not for a method: write it on a field _")
	}
	var methods []string
	for _, m := range r.methods {
		methods = append(methods, m.name())
	}
	switch {
	case !slices.Contains(methods, name.Name):
		r.add(name.Pos(), "%s has no method %s%s", r.object.Name(), name.Name, spelling.Hint(name.Name, methods))
	case again:
		r.add(name.Pos(), "%s is given twice: keep one", name.Name)
	default:
		return true
	}
	return false
}
