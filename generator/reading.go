package generator

import "go/ast"

// A reading is what the comments of a package say, and what is wrong with them, whatever
// interface is asked for.
type reading struct {
	written  map[*ast.CommentGroup]directives
	problems []Diagnostic
}

func read(pkg *loaded, asked *requests, dir string) *reading {
	d := &diagnostics{pkgs: []*loaded{pkg}, dir: dir}
	written := findDirectives(pkg, d)
	reportForgotten(pkg, written, asked, d)
	return &reading{written, d.list}
}
