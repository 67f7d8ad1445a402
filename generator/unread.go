package generator

import (
	"bytes"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// whyUnread says what keeps a comment from being the //go:generate line for cbgen that it looks
// like; empty if nothing does, or if it looks like none. Go generate reads only what begins a line.
func whyUnread(text string, column int) string {
	comment, ok := strings.CutPrefix(text, "//")
	rest, isLine := strings.CutPrefix(strings.TrimLeft(comment, " "), "go:generate")
	isSpaced := strings.HasPrefix(comment, " ")
	if !ok || !isLine || !isSpaced && column == 1 || !isDemand(rest) {
		return ""
	}
	write := "write //go:generate " + strings.TrimSpace(rest)
	switch {
	case !isSpaced:
		return "go generate takes this for prose, since it does not begin its line: " + write + " at the start of one"
	case column > 1:
		return "a directive has no space after //: " + write + " at the start of a line"
	default:
		return "a directive has no space after //: " + write
	}
}

// isDemand reports whether the rest of a line asks cbgen for types, and does not go on in prose.
func isDemand(rest string) bool {
	return strings.Trim(rest[:min(1, len(rest))], " \t") == "" && slices.ContainsFunc(demandsOf(looseWords(rest)), func(asked demand) bool {
		isPackage := asked.pkg == "" || asked.pkg[0] == '.' || strings.Contains(asked.pkg, "/")
		return isPackage && len(asked.types) > 0
	})
}

// reportUnread reports the lines of a package that go generate does not read.
func reportUnread(pkg *loaded, d *diagnostics) {
	for _, file := range pkg.Syntax {
		for _, group := range file.Comments {
			for _, c := range group.List {
				if why := whyUnread(c.Text, position(d.pkgs, c.Pos()).Column); why != "" {
					d.add(c.Pos(), "%s", why)
				}
			}
		}
	}
}

// reportUnread reports the lines of a file that go generate does not read.
func (r *lineReader) reportUnread(path string, content []byte) {
	if !bytes.Contains(content, []byte("\t//go:generate")) && !bytes.Contains(content, []byte(" go:generate")) &&
		!bytes.Contains(content, []byte(" //go:generate")) {
		return // as in most files
	}
	fset := token.NewFileSet()
	file, _ := parser.ParseFile(fset, path, content, parser.ParseComments|parser.SkipObjectResolution)
	if file == nil {
		return
	}
	for _, group := range file.Comments {
		for _, c := range group.List {
			pos := fset.PositionFor(c.Pos(), false)
			if why := whyUnread(c.Text, pos.Column); why != "" {
				r.diagnostics.addAt(pos, why)
			}
		}
	}
}
