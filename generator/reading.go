package generator

import (
	"bytes"
	"go/ast"
	"regexp"
	"strings"

	"github.com/cbgen/cbgen/internal/spelling"
)

// A reading is what the comments of a package say, and what is wrong with them, whatever
// interface is asked for.
type reading struct {
	written  map[*ast.CommentGroup]directives
	problems []Diagnostic
}

func read(pkg *loaded, asked *requests, dir string) *reading {
	d := &diagnostics{pkgs: []*loaded{pkg}, dir: dir}
	written := findDirectives(pkg, d)
	reportUnread(pkg, d)
	reportForgotten(pkg, written, asked, d)
	reportDifferent(pkg, asked.runs, d)
	return &reading{written, d.list}
}

// These are in every line that is a directive, or nearly one whose verb is spelt right.
var (
	ourName   = withVerbs(`cb.?gen(\s*[:：]|[^\pL\pN]*(VERBS))`)
	verbFirst = withVerbs(`^([a-z]+:(VERBS)|\s*(VERBS)\s.*=)`) // behind the slashes
	verbOfTag = withVerbs(`(VERBS):"`)
)

func withVerbs(expr string) *regexp.Regexp {
	return regexp.MustCompile(strings.ReplaceAll(expr, "VERBS", strings.Join(verbNames(), "|")))
}

// mayHaveDirectives reports whether a file is worth loading for its directives. Most files
// are not, and loading takes far longer than this.
func mayHaveDirectives(content []byte) bool {
	for line := range bytes.Lines(bytes.ToLower(content)) {
		_, comment, isComment := bytes.Cut(line, []byte("//"))
		switch { // few lines are looked at by an expression, which is slow
		case isComment && (verbFirst.Match(comment) || isLikeDirective(string(comment))):
			return true
		case bytes.Contains(line, []byte("cb")) && ourName.Match(line):
			return true
		case bytes.Contains(line, []byte(`:"`)) && verbOfTag.Match(line):
			return true
		}
	}
	return false
}

// isLikeDirective reports whether a comment, from its slashes on, is a directive but for its
// spelling: also for that of the verb.
func isLikeDirective(comment string) bool {
	if !isLikeName(comment[len(signs.FindString(comment)):]) {
		return false // nearly always, and this is fast
	}
	_, advice := commentLine{text: "//" + comment, isDoc: true}.nearMiss()
	return advice != ""
}

// isLikeName reports whether the text may begin with this tool's name, or with the first part of that.
func isLikeName(text string) bool {
	end := strings.IndexFunc(text, func(c rune) bool { return !isLetterOrDigit(c) })
	word := plain(text[:max(end, 0)])
	return word == "go" || word == "cb" || strings.HasPrefix(word, "cbgen") || spelling.Edits(word, "cbgen") <= 2
}
