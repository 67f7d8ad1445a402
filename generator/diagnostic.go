package generator

import (
	"cmp"
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
)

// A Diagnostic is something that the user has to change, and where.
type Diagnostic struct {
	Pos     token.Position // its Filename is relative to Config.Dir where that is shorter
	Message string

	at token.Pos // the same in the file set, if the file is in it
}

func (d Diagnostic) String() string { return d.Pos.String() + ": " + d.Message }

// diagnostics collects what is wrong, so that the user sees all of it at once.
type diagnostics struct {
	pkgs []*loaded
	dir  string
	line *line // what asks for this, nil if it is the command line
	list []Diagnostic
}

// add reports a problem at the character to change.
func (d *diagnostics) add(pos token.Pos, format string, args ...any) {
	d.addAt(position(d.pkgs, pos), fmt.Sprintf(format, args...))
	d.list[len(d.list)-1].at = pos
}

func (d *diagnostics) addAt(pos token.Position, message string) {
	d.list = append(d.list, Diagnostic{Pos: seenFrom(d.dir, pos), Message: message})
}

// position is where pos stands in the file that the user edits, whatever a //line comment
// claims. Of a file that imports "C" a translation was loaded; its //line comments lead to
// the file.
func position(pkgs []*loaded, pos token.Pos) token.Position {
	fset := pkgs[0].Fset
	for _, pkg := range pkgs {
		if slices.Contains(pkg.GoFiles, fset.File(pos).Name()) {
			return fset.PositionFor(pos, false)
		}
	}
	return fset.Position(pos)
}

// sorted is everything that was reported, by position, each once.
func (d *diagnostics) sorted() []Diagnostic {
	slices.SortFunc(d.list, func(a, b Diagnostic) int {
		return cmp.Or(comparePositions(a.Pos, b.Pos), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(d.list, func(a, b Diagnostic) bool { return a.String() == b.String() })
}

func comparePositions(a, b token.Position) int {
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// seenFrom is the position as the user reads it in the folder.
func seenFrom(dir string, pos token.Position) token.Position {
	pos.Filename = shorter(dir, pos.Filename)
	pos.Offset = 0
	return pos
}

// shorter is the path as seen from the folder, if that is shorter.
func shorter(dir, path string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(dir, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}
