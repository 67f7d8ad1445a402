package generator

import (
	"go/token"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// reportSyntaxErrors reports what the parser found. Type errors are no hindrance: a package
// may not compile yet for want of the very file that is to be generated.
func reportSyntaxErrors(pkgs []*loaded, d *diagnostics) bool {
	before := len(d.list)
	for _, pkg := range pkgs {
		for _, e := range pkg.Errors {
			if e.Kind == packages.ParseError {
				d.addAt(parsePosition(e.Pos), e.Msg)
			}
		}
	}
	if len(d.list) == before {
		reportSecondPackages(pkgs, d)
	}
	return len(d.list) > before
}

// reportSecondPackages reports the files that are of another package than what stands before
// them in their folder.
func reportSecondPackages(pkgs []*loaded, d *diagnostics) {
	for _, pkg := range pkgs {
		for _, file := range pkg.Syntax {
			if first := pkg.Syntax[0]; file.Name.Name != first.Name.Name {
				d.add(file.Name.Pos(), "package %s, but %s has package %s: a folder has one package",
					file.Name.Name, filepath.Base(pkg.Fset.File(first.FileStart).Name()), first.Name.Name)
			}
		}
	}
}

// parsePosition reads file:line:column; the file's name may have colons too.
func parsePosition(text string) token.Position {
	var pos token.Position
	text, pos.Column = cutNumber(text)
	text, pos.Line = cutNumber(text)
	pos.Filename = text
	return pos
}

func cutNumber(text string) (string, int) {
	i := strings.LastIndexByte(text, ':')
	if i < 0 {
		return text, 0
	}
	n, err := strconv.Atoi(text[i+1:])
	if err != nil {
		return text, 0
	}
	return text[:i], n
}
