package generator

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// findDirectives reads the directives in the comments of the package, by the doc comment
// in which they stand. It reports those that would otherwise be ignored: a typo must never
// mean an unguarded method.
func findDirectives(pkg *loaded, d *diagnostics) map[*ast.CommentGroup]directives {
	written := make(map[*ast.CommentGroup]directives)
	for _, file := range pkg.Syntax {
		places := placesIn(pkg, file)
		for _, group := range file.Comments {
			said := readComments(group, places[group], d)
			if len(said) > 0 {
				written[group] = said
			}
		}
	}
	return written
}

func readComments(group *ast.CommentGroup, p place, d *diagnostics) directives {
	var said directives
	for i, c := range group.List {
		text, ok := strings.CutPrefix(c.Text, "//cbgen:")
		if !ok {
			reportNearMisses(group, i, p, d)
			continue
		}
		start := c.Pos() + token.Pos(len("//cbgen:"))
		words := splitWords(text, func(offset int) token.Pos { return start + token.Pos(offset) })
		if len(words) == 0 || words[0].pos != start {
			d.add(c.Pos(), "the verb is missing: write //cbgen:breaker, with one of %s after the colon", listVerbs())
			continue
		}
		if p.problem != "" || p.kind != onInterface && p.kind != onMethod {
			d.add(c.Pos(), "%s", p.misplaced())
			continue
		}
		next := parseDirective(words[0], words[1:], d)
		switch {
		case next == nil:
		case p.kind == onInterface && next.verb == &skip:
			d.add(next.pos, "skip is for a method, not for an interface: write it above the method")
		case p.kind == onMethod && next.verb == &only:
			d.add(next.pos, "only is for an interface, not for a method: write it above the interface")
		default:
			said.add(next, d)
		}
	}
	return said
}

// A place is where a comment stands.
type place struct {
	kind    placeKind
	problem string // why a directive cannot stand here, where there is more to say than that
}

type placeKind int

const (
	nowhere placeKind = iota
	onInterface
	onMethod
	onPolicyField
	onPackage
)

func (p place) misplaced() string {
	if p.problem != "" {
		return p.problem
	}
	return "this directive belongs to nothing: put it right above an interface or one of its methods, with no blank line between"
}

// placesIn are the doc comments of a file that may have directives, and those of which more can be said.
func placesIn(pkg *loaded, file *ast.File) map[*ast.CommentGroup]place {
	places := map[*ast.CommentGroup]place{file.Doc: {kind: onPackage}}
	for decl := range typeDeclarations(file) {
		if decl.decl.Lparen.IsValid() {
			places[decl.decl.Doc] = place{problem: "a directive cannot stand above a group of types: " +
				"move it inside the parentheses, right above the interface"}
		}
		if object := pkg.TypesInfo.Defs[decl.spec.Name]; object == nil || !types.IsInterface(object.Type()) {
			places[decl.doc()] = place{problem: decl.spec.Name.Name + " is not an interface: " +
				"a directive stands above an interface or one of its methods"}
			placesInStruct(pkg, decl.spec.Type, places)
			continue
		}
		places[decl.doc()] = place{kind: onInterface}
		if literal, ok := ast.Unparen(decl.spec.Type).(*ast.InterfaceType); ok {
			placesInInterface(literal, places)
		}
	}
	delete(places, nil)
	return places
}

// placesInStruct are the comments of the fields that have policies: in tags, not here.
func placesInStruct(pkg *loaded, expr ast.Expr, places map[*ast.CommentGroup]place) {
	literal, ok := ast.Unparen(expr).(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range literal.Fields.List {
		if isPolicy(pkg.TypesInfo.TypeOf(field.Type)) {
			places[field.Doc] = place{kind: onPolicyField, problem: "the policies of a struct stand in the tags of its fields: " +
				"write `breaker:\"failures=5\"` behind the type"}
		}
	}
}

func placesInInterface(t *ast.InterfaceType, places map[*ast.CommentGroup]place) {
	for _, field := range t.Methods.List {
		if len(field.Names) > 0 {
			places[field.Doc] = place{kind: onMethod}
			continue
		}
		places[field.Doc] = place{problem: "a directive cannot stand above an embedded interface: " +
			"put it above the interface's own declaration, or use -policy"}
		if literal, ok := ast.Unparen(field.Type).(*ast.InterfaceType); ok {
			placesInInterface(literal, places)
		}
	}
}
