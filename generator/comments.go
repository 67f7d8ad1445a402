package generator

import (
	"go/ast"
	"go/token"
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
		if p.problem != "" || p.kind != onType && p.kind != onMethod {
			d.add(c.Pos(), "%s", p.misplaced())
			continue
		}
		next := parseDirective(words[0], words[1:], false, d)
		switch {
		case next == nil:
		case p.kind == onType && next.verb == &skip:
			d.add(next.pos, "skip is for a method, not for a type: write it above the method")
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
	onType
	onMethod
	onPolicyField
	onPackage
)

func (p place) misplaced() string {
	if p.problem != "" {
		return p.problem
	}
	return "this directive belongs to nothing: put it right above a type or one of its methods, with no blank line between"
}

// placesIn are the doc comments of a file that may have directives, and those of which more can be said.
func placesIn(pkg *loaded, file *ast.File) map[*ast.CommentGroup]place {
	places := map[*ast.CommentGroup]place{file.Doc: {kind: onPackage}}
	for decl := range typeDeclarations(file) {
		if decl.decl.Lparen.IsValid() {
			places[decl.decl.Doc] = place{problem: "a directive cannot stand above a group of types: " +
				"move it inside the parentheses, right above the interface"}
		}
		places[decl.doc()] = place{kind: onType}
		if object := pkg.TypesInfo.Defs[decl.spec.Name]; !canDecorate(object) && !isUnresolved(object) {
			places[decl.doc()] = place{problem: decl.spec.Name.Name + " has no exported methods: " +
				"a directive stands above a type that has, or above one of its methods"}
		}
		switch literal := ast.Unparen(decl.spec.Type).(type) {
		case *ast.InterfaceType:
			placesInInterface(literal, places)
		case *ast.StructType:
			placesInStruct(pkg, literal, places)
		}
	}
	inTests := isTestFile(fileOf(pkg, file.Package))
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
			places[f.Doc] = placeOfMethod(pkg, f, inTests)
		}
	}
	delete(places, nil)
	return places
}

// placesInStruct are the comments of the fields that have policies, in tags and not here, and
// of those that are embedded.
func placesInStruct(pkg *loaded, t *ast.StructType, places map[*ast.CommentGroup]place) {
	for _, field := range t.Fields.List {
		switch {
		case isPolicy(pkg.TypesInfo.TypeOf(field.Type)):
			places[field.Doc] = place{kind: onPolicyField, problem: "the policies of a struct stand in the tags of its fields: " +
				"write `breaker:\"failures=5\"` behind the type"}
		case len(field.Names) == 0:
			places[field.Doc] = place{problem: "a directive cannot stand above an embedded field: " +
				"put it above the type's own declaration, or use -policy"}
		}
	}
}

func placeOfMethod(pkg *loaded, f *ast.FuncDecl, inTests bool) place {
	if !f.Name.IsExported() {
		return place{problem: f.Name.Name + " is not exported, and only exported methods are guarded: " +
			"remove the directive, or export the method"}
	}
	if !inTests {
		return place{kind: onMethod}
	}
	if decl, ok := receiverDeclaration(pkg, f); ok && !isTestFile(fileOf(pkg, decl.spec.Pos())) {
		return place{problem: decl.spec.Name.Name + " has " + f.Name.Name + " in tests alone, where it is not guarded: " +
			"remove the directive"}
	}
	return place{kind: onMethod}
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
