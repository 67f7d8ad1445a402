package generator

import (
	"go/token"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// reportSyntaxErrors reports what the parser found. Type errors are no hindrance: a package
// may not compile yet for want of the very file that is to be generated.
func reportSyntaxErrors(pkgs []*loaded, d *diagnostics) bool {
	found := false
	for _, pkg := range pkgs {
		for _, e := range pkg.Errors {
			if e.Kind == packages.ParseError {
				d.addAt(parsePosition(e.Pos), e.Msg)
				found = true
			}
		}
	}
	return found
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
