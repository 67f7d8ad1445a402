package generator

import (
	"bytes"
	"go/ast"
	"regexp"
	"slices"
	"strings"
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

// likeDirective is in everything that is a directive, or nearly one whose verb is spelt right.
var likeDirective = regexp.MustCompile(strings.ReplaceAll(`cb.?gen\s*[:：]|`+
	`(cb.?gen[^\pL\pN]*|//[a-z]+:)(VERBS)|//\s*(VERBS)\s[^\n]*=|(VERBS):"`, "VERBS", strings.Join(verbNames(), "|")))

// mayHaveDirectives reports whether a file is worth loading for its directives. Most files
// are not, and loading takes far longer than this.
func mayHaveDirectives(content []byte) bool {
	lower := bytes.ToLower(content)
	hasWord := func(word string) bool { return bytes.Contains(lower, []byte(word)) }
	return (hasWord("cbgen") || slices.ContainsFunc(verbNames(), hasWord)) && likeDirective.Match(lower) // words are much faster to find
}
