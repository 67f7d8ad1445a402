package generator

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"

	"github.com/cbgen/cbgen/internal/spelling"
)

// reportForgotten reports the types whose directives, and the structs whose tags, no run of
// cbgen reads: they look guarded, and are not.
func reportForgotten(pkg *loaded, written map[*ast.CommentGroup]directives, asked *requests, d *diagnostics) {
	use := asked.use(pkg)
	for _, file := range pkg.Syntax {
		use.reportFuncs(pkg, file, written, d)
		for decl := range typeDeclarations(file) {
			name := decl.spec.Name
			switch {
			case slices.Contains(use.types, decl):
				use.reportUnheard(decl, decl.methods(), written, d)
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

// An inUse is what of a package goes into what is asked for.
type inUse struct {
	types   []declaration // embedded types, and the structs of -policy, included
	methods map[methodDecl]bool
}

// use is what goes into what is asked for. Where a name is misspelt, which is reported
// elsewhere, what it is like counts.
func (r *requests) use(pkg *loaded) *inUse {
	scope := pkg.Types.Scope()
	use := &inUse{methods: make(map[methodDecl]bool)}
	for _, name := range r.types(pkg) {
		if scope.Lookup(name) == nil {
			name = meantName(name, decorableNames([]*loaded{pkg}))
		}
		if object, ok := scope.Lookup(name).(*types.TypeName); ok {
			use.add(newCollected(pkg, object))
		}
	}
	for _, name := range r.policies(pkg) {
		if scope.Lookup(name) == nil {
			name = spelling.Nearest(name, scope.Names())
		}
		through, _ := structOf(pkg, scope.Lookup(name))
		use.types = append(use.types, through...)
	}
	return use
}

func (u *inUse) add(i *iface) {
	u.types = append(u.types, i.through...)
	for _, m := range i.methods {
		u.methods[m.declared] = true
		for _, other := range m.others {
			u.methods[other.declared] = true
		}
	}
}

// reportFuncs reports the functions of a file whose directives are for a type that is not in use.
func (u *inUse) reportFuncs(pkg *loaded, file *ast.File, written map[*ast.CommentGroup]directives, d *diagnostics) {
	for _, node := range file.Decls {
		f, ok := node.(*ast.FuncDecl)
		if !ok || len(written[f.Doc]) == 0 {
			continue
		}
		decl, ok := receiverDeclaration(pkg, f)
		switch {
		case !ok: // which does not compile
			d.add(written[f.Doc][0].pos, "the type that %s is a method of is not declared in this package", f.Name.Name)
		case slices.Contains(u.types, decl):
			u.reportUnheard(decl, []methodDecl{{f.Name, f.Doc}}, written, d)
		default:
			name := decl.spec.Name.Name
			d.add(written[f.Doc][0].pos, "%s is a method of %s, for which nothing generates a guard: "+
				"add //go:generate cbgen -type %s, or remove the directive", f.Name.Name, name, name)
		}
	}
}

// reportUnheard reports the directives on methods that no type takes over from one that it
// embeds.
func (u *inUse) reportUnheard(decl declaration, methods []methodDecl, written map[*ast.CommentGroup]directives, d *diagnostics) {
	for _, m := range methods {
		said := written[m.doc]
		if len(said) == 0 || u.methods[m] {
			continue
		}
		problem, name := "hidden or ambiguous", decl.spec.Name.Name
		if !m.name.IsExported() {
			problem = "not exported"
		}
		d.add(said[0].pos, "%s of %s is %s, and so not guarded in the type that embeds %s: remove the directive",
			m.name.Name, name, problem, name)
	}
}

func (d declaration) hasDirectives(written map[*ast.CommentGroup]directives) bool {
	isOnMethod := func(m methodDecl) bool { return len(written[m.doc]) > 0 }
	return len(written[d.doc()]) > 0 || slices.ContainsFunc(d.methods(), isOnMethod)
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
