package generator

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
)

// A commentLine is a line of a comment, and what has to be known of its surroundings.
type commentLine struct {
	text      string
	isBlock   bool // it is part of a block comment
	isDoc     bool // the comment is one that can have directives
	continues bool // the line before it is text of the same paragraph
}

// reportNearMisses reports the lines of a comment that are meant to be directives, but are
// none. Prose about cbgen is not, nor is a directive that is commented out: // //cbgen:skip.
func reportNearMisses(group *ast.CommentGroup, i int, p place, d *diagnostics) {
	c := group.List[i]
	line := commentLine{text: c.Text, isDoc: p.kind != nowhere && p.kind != onPackage, continues: i > 0 && isProse(group.List[i-1].Text)}
	if strings.HasPrefix(c.Text, "//") {
		reportNearMiss(line, c.Pos(), d)
		return
	}
	isOneLine := !strings.Contains(c.Text, "\n")
	if !line.isDoc && (!isOneLine || p.kind == onPackage) {
		return // it shows a directive, or is commented out
	}
	line.isBlock = true
	start := c.Pos()
	for text := range strings.Lines(c.Text) {
		indent := len(text) - len(strings.TrimLeft(text, " \t"))
		line.text = strings.TrimSpace(text)
		reportNearMiss(line, start+token.Pos(indent), d)
		line.continues = isProse(text)
		start = nextLine(d.pkgs[0].Fset.File(start), start)
	}
}

// nextLine is where the line after that of pos begins. In a comment, lines may be longer in the
// file than in the text, which has no carriage returns.
func nextLine(file *token.File, pos token.Pos) token.Pos {
	next := file.PositionFor(pos, false).Line + 1
	if next > file.LineCount() {
		return pos
	}
	return file.LineStart(next)
}

func isProse(text string) bool {
	return strings.Trim(text, "/* \t\r\n") != "" && !strings.HasPrefix(text, "//cbgen:")
}

func reportNearMiss(line commentLine, pos token.Pos, d *diagnostics) {
	if at, advice := line.nearMiss(); advice != "" {
		d.add(pos+token.Pos(at), "%s", advice)
	}
}

var (
	// a directive of any tool, and what follows it in another comment
	secondComment = regexp.MustCompile(`^//[^\s/].*?(//.*)$`)
	// the signs before the first word of a line, also a tab that is written as in a string
	signs = regexp.MustCompile(`^(?:\\[tnr]|[^\pL\pN])*`)
)

// nearMiss says how to write what the line is meant to be, and where in the line that
// stands; the advice is empty if the line is none of ours.
func (l commentLine) nearMiss() (at int, advice string) {
	before := signs.FindString(l.text)
	if verb := l.meantVerb(before); verb != "" {
		return 0, l.advice(before, verb)
	}
	if found := secondComment.FindStringSubmatchIndex(l.text); found != nil && !l.isBlock {
		if a := parseAlmost(l.text[found[2]:]); a.verb != "" && a.isWhole && a.hasColon() {
			return found[2], "a directive stands at the start of its comment: put this one on a line of its own"
		}
	}
	return 0, ""
}

// meantVerb is the verb of the directive that the line is meant to be, empty if it is none.
func (l commentLine) meantVerb(before string) string {
	inside, isLine := withoutMarker(before)
	if isLine && !l.isBlock && strings.HasPrefix(strings.TrimLeft(inside, " \t"), "//") {
		return "" // it is commented out
	}
	a := parseAlmost(l.text)
	isSpaced := l.isBlock || isSpace(inside)
	switch {
	case a.verb == "":
		return ""
	case !a.isWhole && !a.begins && (isSpaced || !a.isExact || !a.hasColon()):
		return "" // it goes on in prose
	case a.isBare && isListed(inside) && !l.isDoc:
		return "" // an item of a list
	case a.isBare && isSpaced && !a.hasColon() && (l.continues || !a.isExact):
		return "" // the end of a paragraph
	}
	return a.verb
}

func isSpace(text string) bool { return text != "" && strings.Trim(text, " \t") == "" }

func isListed(inside string) bool { return strings.ContainsAny(inside, "-*•") }

// withoutMarker are the signs before the first word, without those that begin the comment.
func withoutMarker(before string) (inside string, isLine bool) {
	if inside, isLine = strings.CutPrefix(before, "//"); isLine {
		return inside, true
	}
	return strings.TrimLeft(before, "/*"), false
}

func (l commentLine) advice(before, verb string) string {
	write := "write //cbgen:" + verb
	inside, _ := withoutMarker(before)
	name := strings.TrimPrefix(l.text, before)
	name = name[:min(len(name), len("cbgen"))]
	switch {
	case l.isBlock:
		return "a directive is a comment of its own that begins with //: " + write
	case isSpace(inside):
		return "a directive has no space after //: " + write
	case strings.ContainsFunc(inside, isHidden):
		return "there is an invisible character before cbgen: " + write
	case !isASCII(name):
		return falseLetter + "//cbgen:" + verb
	default:
		return "this is no directive as it stands: " + write
	}
}

func isHidden(c rune) bool { return isInvisible(c) || c > '~' && plain(string(c)) == " " }

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return c > '~' })
}
