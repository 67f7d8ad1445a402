package generator

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
)

// reportForgotten reports the interfaces whose directives, and the structs whose tags, no
// run of cbgen reads: they look guarded, and are not.
func reportForgotten(pkg *loaded, written map[*ast.CommentGroup]directives, asked *requests, d *diagnostics) {
	used := asked.declarations(pkg)
	for _, file := range pkg.Syntax {
		for decl := range typeDeclarations(file) {
			name := decl.spec.Name
			switch {
			case slices.Contains(used, decl):
				reportNotGenerated(decl, written, asked.types(pkg), d)
			case decl.hasDirectives(written) && isConstraint(pkg, name):
				d.add(name.Pos(), "%s has directives, but is a constraint: no variable can have its type, so remove them", name.Name)
			case decl.hasDirectives(written):
				d.add(name.Pos(), "%s has directives, but nothing generates its guard: add //go:generate cbgen -type %s",
					name.Name, name.Name)
			case decl.hasPolicies(pkg):
				d.add(name.Pos(), "%s has policies, but nothing reads them: add -policy %s to the //go:generate line "+
					"of its interface", name.Name, name.Name)
			}
		}
	}
}

// reportNotGenerated reports an interface that is to be used guarded, but has no guard itself:
// only another one does that embeds it.
func reportNotGenerated(decl declaration, written map[*ast.CommentGroup]directives, generated []string, d *diagnostics) {
	name := decl.spec.Name.Name
	if said := written[decl.doc()].verb(only.name); said != nil && !slices.Contains(generated, name) {
		d.add(said.pos, "%s is to be used guarded, but nothing generates its guard: add //go:generate cbgen -type %s", name, name)
	}
}

func isConstraint(pkg *loaded, name *ast.Ident) bool {
	t, ok := pkg.TypesInfo.TypeOf(name).Underlying().(*types.Interface)
	return ok && !t.IsMethodSet()
}

// declarations are those that go into what is asked for, embedded interfaces included.
// Where a name is misspelt, which is reported elsewhere, what it is like counts as used.
func (r *requests) declarations(pkg *loaded) []declaration {
	scope := pkg.Types.Scope()
	var used []declaration
	for _, name := range r.types(pkg) {
		if scope.Lookup(name) == nil {
			name = meantName(name, interfaceNames([]*loaded{pkg}))
		}
		if object, ok := scope.Lookup(name).(*types.TypeName); ok {
			used = append(used, newCollected(pkg, object).through...)
		}
	}
	for _, name := range r.policies(pkg) {
		if scope.Lookup(name) == nil {
			name = nearest(name, scope.Names())
		}
		through, _ := structOf(pkg, scope.Lookup(name))
		used = append(used, through...)
	}
	return used
}

func (d declaration) hasDirectives(written map[*ast.CommentGroup]directives) bool {
	return slices.ContainsFunc(d.docs(), func(doc *ast.CommentGroup) bool { return len(written[doc]) > 0 })
}

// hasPolicies reports whether the type is a struct with a field that has a policy in its tag.
func (d declaration) hasPolicies(pkg *loaded) bool {
	literal, ok := ast.Unparen(d.spec.Type).(*ast.StructType)
	return ok && slices.ContainsFunc(literal.Fields.List, func(field *ast.Field) bool {
		return field.Tag != nil && isPolicy(pkg.TypesInfo.TypeOf(field.Type)) && hasVerb(field.Tag)
	})
}

var tagKey = regexp.MustCompile(`([^\s":]+)\s*:\s*"`)

// hasVerb reports whether there is a verb in the tag, be it misspelt.
func hasVerb(tag *ast.BasicLit) bool {
	text, _ := unquoted(tag)
	return slices.ContainsFunc(tagKey.FindAllStringSubmatch(text, -1), func(found []string) bool {
		return meantBy(plain(found[1])) != ""
	})
}
