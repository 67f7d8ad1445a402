package generator

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"
)

// A parsed package is its files, as far as the declarations go.
type parsed struct {
	files []*ast.File
	needs map[string]bool // the paths of the imports that the declarations use
}

// parseDeclarations drops the bodies of functions: nothing in them matters to an interface,
// and type-checking them takes most of the time. The source is the file's if it is nil.
func parseDeclarations(fset *token.FileSet, filename string, source any, mode parser.Mode) (*ast.File, error) {
	file, err := parser.ParseFile(fset, filename, source, mode|parser.SkipObjectResolution)
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

// parse parses the package's files, and adds what is wrong with them to its errors.
func parse(fset *token.FileSet, pkg *packages.Package, paths []string, mode parser.Mode) *parsed {
	files := make([]*ast.File, len(paths))
	problems := make([]error, len(paths))
	var wg sync.WaitGroup
	for i, path := range paths {
		wg.Go(func() { files[i], problems[i] = parseDeclarations(fset, path, nil, mode) })
	}
	wg.Wait()
	for _, err := range problems {
		pkg.Errors = append(pkg.Errors, parseErrors(err)...)
	}
	files = slices.DeleteFunc(files, func(file *ast.File) bool { return file == nil || isJustWritten(file) })
	s := &parsed{files: files, needs: make(map[string]bool)}
	var inDirectives map[string]bool
	if mode&parser.ParseComments != 0 { // the package is one that is generated for
		inDirectives = qualifiersInDirectives(files)
	}
	for _, file := range files {
		s.addNeeds(file, pkg, inDirectives)
	}
	return s
}

// isJustWritten reports whether a file is an output of another run at the same time, which came
// too late to be masked. It is known by its comments, which are parsed where outputs are masked.
func isJustWritten(file *ast.File) bool {
	return len(file.Comments) > 0 && file.Comments[0].Pos() < file.Package && headerLine.MatchString(file.Comments[0].List[0].Text)
}

// qualifier is what may be the name of a package, in the code of a directive.
var qualifier = regexp.MustCompile(`[\pL_][\pL\pN_]*\.`)

// qualifiersInDirectives are the names of packages that directives use, in comments or in tags.
func qualifiersInDirectives(files []*ast.File) map[string]bool {
	found := make(map[string]bool)
	add := func(text string) {
		for _, name := range qualifier.FindAllString(text, -1) {
			found[strings.TrimSuffix(name, ".")] = true
		}
	}
	for _, file := range files {
		for _, group := range file.Comments {
			for _, c := range group.List {
				if strings.HasPrefix(c.Text, "//cbgen:") {
					add(c.Text)
				}
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if field, ok := n.(*ast.Field); ok && field.Tag != nil {
				add(field.Tag.Value)
			}
			return true
		})
	}
	return found
}

func parseErrors(err error) []packages.Error {
	var found []packages.Error
	if list, ok := errors.AsType[scanner.ErrorList](err); ok {
		for _, e := range list {
			found = append(found, packages.Error{Pos: e.Pos.String(), Msg: e.Msg, Kind: packages.ParseError})
		}
	} else if e, ok := errors.AsType[*os.PathError](err); ok {
		found = append(found, packages.Error{Pos: e.Path + ":1:1", Msg: e.Err.Error(), Kind: packages.ParseError})
	}
	return found
}

// addNeeds adds the imports of a file that are used outside of the bodies of functions, there or
// in a directive of any file.
func (s *parsed) addNeeds(file *ast.File, pkg *packages.Package, inDirectives map[string]bool) {
	used := make(map[string]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt: // of a function that a variable begins with
			return false
		case *ast.SelectorExpr:
			if ident, ok := n.X.(*ast.Ident); ok {
				used[ident.Name] = true
			}
		}
		return true
	})
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		own := ""
		if imported := pkg.Imports[path]; imported != nil {
			own = imported.Name
		}
		name := own
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name == "" || name == "." || used[name] || inDirectives[name] || inDirectives[own] || // without a name it cannot be found
			path == runtimePath && inDirectives[runtimeName] {
			s.needs[path] = true
		}
	}
}

// isTranslated reports whether the compiler gets other files than the author wrote: where these
// import "C", or are for SWIG.
func (s *parsed) isTranslated(pkg *packages.Package) bool {
	for _, file := range s.files {
		for _, spec := range file.Imports {
			if spec.Path.Value == `"C"` {
				return true
			}
		}
	}
	return slices.ContainsFunc(pkg.OtherFiles, func(path string) bool {
		return filepath.Ext(path) == ".swig" || filepath.Ext(path) == ".swigcxx"
	})
}
