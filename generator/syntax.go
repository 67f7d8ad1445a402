package generator

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// parseDeclarations drops the bodies of functions: nothing in them matters to an interface,
// and type-checking them takes most of the time.
func parseDeclarations(fset *token.FileSet, filename string, src []byte) (*ast.File, error) {
	file, err := parser.ParseFile(fset, filename, src, parser.ParseComments|parser.SkipObjectResolution)
	if file == nil {
		return nil, err
	}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
			f.Body.List = nil
		}
	}
	if list, ok := errors.AsType[scanner.ErrorList](err); ok {
		ignoreLineComments(list, fset.File(file.FileStart))
	}
	return file, err
}

// ignoreLineComments puts the errors of the file at the lines of the file itself.
func ignoreLineComments(list scanner.ErrorList, file *token.File) {
	for _, e := range list {
		e.Pos = file.PositionFor(file.Pos(e.Pos.Offset), false)
	}
}

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
