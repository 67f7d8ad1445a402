package generator

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
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
	for _, c := range group.List {
		text, ok := strings.CutPrefix(c.Text, "//cbgen:")
		if !ok {
			reportNearMiss(c, d)
			continue
		}
		words := splitWords(text, c.Pos()+token.Pos(len("//cbgen:")))
		if len(words) == 0 || words[0].pos != c.Pos()+token.Pos(len("//cbgen:")) {
			d.add(c.Pos(), "the verb is missing: write //cbgen:breaker, with one of %s after the colon", listVerbs())
			continue
		}
		if p.problem != "" || p.kind == nowhere {
			d.add(c.Pos(), "%s", p.misplaced())
			continue
		}
		next := parseDirective(words[0], words[1:], d)
		switch {
		case next == nil:
		case p.kind == onInterface && next.verb == &skip:
			d.add(next.pos, "skip is for a method, not for an interface: write it above the method")
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
)

func (p place) misplaced() string {
	if p.problem != "" {
		return p.problem
	}
	return "this directive belongs to nothing: put it right above an interface or one of its methods, with no blank line between"
}

// placesIn are the doc comments of a file that may have directives, and those of which more can be said.
func placesIn(pkg *loaded, file *ast.File) map[*ast.CommentGroup]place {
	places := make(map[*ast.CommentGroup]place)
	for decl := range typeDeclarations(file) {
		if object := pkg.TypesInfo.Defs[decl.spec.Name]; object == nil || !types.IsInterface(object.Type()) {
			places[decl.doc()] = place{problem: decl.spec.Name.Name + " is not an interface: " +
				"a directive stands above an interface or one of its methods"}
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

var (
	// anything like cbgen:word at the start of a line of a comment
	almostDirective = regexp.MustCompile(`(?i)^(?:/[/*]|\*)?[ \t]*cbgen[ \t]*:[ \t]*([a-z]+)`)
	// the words of a directive without the colon
	withoutColon = regexp.MustCompile(`(?i)^//cbgen[ \t]+([a-z]+)`)
	// a directive for a tool whose name may be meant to be ours
	otherTool = regexp.MustCompile(`^//([a-z]+):([a-z]+)`)
)

// reportNearMiss reports a comment that is meant to be a directive, but is not one. Prose
// about cbgen is none: what follows the colon there is a space and no verb.
func reportNearMiss(c *ast.Comment, d *diagnostics) {
	offset := 0
	for line := range strings.Lines(c.Text) {
		pos := c.Pos() + token.Pos(offset+len(line)-len(strings.TrimLeft(line, " \t")))
		offset += len(line)
		if advice := nearMiss(strings.TrimSpace(line)); advice != "" {
			d.add(pos, "%s", advice)
		}
	}
}

func nearMiss(line string) string {
	if found := almostDirective.FindStringSubmatch(line); found != nil {
		beforeVerb := strings.TrimSuffix(found[0], found[1])
		isVerb := verbNamed(strings.ToLower(found[1])) != nil
		if strings.HasSuffix(beforeVerb, ":") || isVerb {
			return notADirective(line, found[1])
		}
	}
	if found := withoutColon.FindStringSubmatch(line); found != nil && verbNamed(strings.ToLower(found[1])) != nil {
		return notADirective(line, found[1])
	}
	if found := otherTool.FindStringSubmatch(line); found != nil && verbNamed(found[2]) != nil && edits(found[1], "cbgen") <= 2 {
		return notADirective(line, found[2])
	}
	return ""
}

func notADirective(line, verb string) string {
	write := "write //cbgen:" + strings.ToLower(verb)
	switch {
	case strings.HasPrefix(line, "// ") || strings.HasPrefix(line, "//\t"):
		return "a directive has no space after //: " + write
	case !strings.HasPrefix(line, "//"):
		return "a directive is a comment of its own that begins with //: " + write
	default:
		return "this is no directive as it stands: " + write
	}
}
