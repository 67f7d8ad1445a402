package generator

import (
	"fmt"
	"go/token"
)

// diagnostics collects what is wrong, so that the user sees all of it at once.
type diagnostics struct {
	fset *token.FileSet
	list []Diagnostic
}

// add reports a problem at the character to change.
func (d *diagnostics) add(pos token.Pos, format string, args ...any) {
	d.list = append(d.list, Diagnostic{d.fset.Position(pos), fmt.Sprintf(format, args...)})
}
