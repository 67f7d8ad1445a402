package generator

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
)

var (
	// a line with nothing but signs around cbgen, invisible ones too, and a word behind it
	almostDirective = regexp.MustCompile(`(?i)^(//|/\*|\*)?` +
		`([\s\pZ\p{Cf}/+@#!]*)cbgen([^\pL\pN]*)([a-z]+)(.*)`)
	// what follows a verb only in a directive
	arguments = regexp.MustCompile(`^\s+(off\b|[a-z]+\s*=)`)
	// a directive for a tool whose name may be meant to be ours
	otherTool = regexp.MustCompile(`^//([a-z]+):([a-z]+)`)
	// a directive behind another tool's
	secondDirective = regexp.MustCompile(`^//[^\s/].*?(//\s*cbgen:[a-z]+)`)
)

// reportNearMiss reports a comment that is meant to be a directive, but is not one. Prose
// about cbgen is none, nor is a directive that is commented out: // //cbgen:skip.
func reportNearMiss(c *ast.Comment, d *diagnostics) {
	offset := 0
	for line := range strings.Lines(c.Text) {
		start := offset + len(line) - len(strings.TrimLeft(line, " \t"))
		offset += len(line)
		if at, advice := nearMiss(strings.TrimSpace(line)); advice != "" {
			d.add(c.Pos()+token.Pos(start+at), "%s", advice)
		}
	}
}

// nearMiss says how to write what the line is meant to be, and where in the line that
// stands; the advice is empty if the line is none of ours.
func nearMiss(line string) (at int, advice string) {
	if found := almostDirective.FindStringSubmatch(line); found != nil {
		a := almost{found[1], found[2], found[3], strings.ToLower(found[4]), found[5]}
		if a.isMeant() {
			return 0, a.advice()
		}
	}
	if found := otherTool.FindStringSubmatch(line); found != nil && verbNamed(found[2]) != nil && isLikeCbgen(found[1]) {
		return 0, almost{marker: "//", word: found[2]}.advice()
	}
	if found := secondDirective.FindStringSubmatchIndex(line); found != nil {
		return found[2], "a directive stands at the start of its comment: put this one on a line of its own"
	}
	return 0, ""
}

// isLikeCbgen reports whether the name of a tool may be meant to be ours: cb is what
// programs call the runtime.
func isLikeCbgen(tool string) bool { return tool == "cb" || edits(tool, "cbgen") <= 2 }

// almost has the parts of a line that almostDirective matches.
type almost struct{ marker, before, between, word, after string }

// isMeant tells a directive from prose.
func (a almost) isMeant() bool {
	isCommentedOut := a.marker == "//" && strings.HasPrefix(strings.TrimLeft(a.before, " \t"), "//")
	isVerb := verbNamed(a.word) != nil
	switch {
	case isCommentedOut:
		return false
	case strings.ContainsAny(a.between, ":："):
		return isVerb || strings.HasSuffix(a.between, ":") || strings.HasSuffix(a.between, "：")
	case a.marker != "//" || a.isSpaced():
		return isVerb && arguments.MatchString(a.after)
	default:
		return isVerb
	}
}

// isSpaced reports whether there is white space between the marker and cbgen, as in prose.
func (a almost) isSpaced() bool { return a.before != "" && strings.Trim(a.before, " \t") == "" }

func (a almost) advice() string {
	write := "write //cbgen:" + a.word
	switch {
	case a.marker != "//":
		return "a directive is a comment of its own that begins with //: " + write
	case a.isSpaced():
		return "a directive has no space after //: " + write
	case strings.TrimLeft(a.before, " \t/+@#!") != "":
		return "there is an invisible character before cbgen: " + write
	default:
		return "this is no directive as it stands: " + write
	}
}
