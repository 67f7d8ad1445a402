package generator

import (
	"go/ast"
	"go/token"
	"go/types"
	"math"
)

// A codeScope is where the code of a directive is read: it sees what the file of the
// directive sees, and within it the parameters and results of a method.
type codeScope struct {
	home *types.Package // the loaded package
	// pkg stands for home: it has its path and its declarations, so that all of these can be
	// used, but scopes of its own. Type checking knows no other way to add names.
	pkg       *types.Package
	variables map[types.Object]bool // the parameters and results
	names     []string              // of these
	results   []*types.Var
	err       types.Object // the last result if that is an error
	blame     func(*types.Package) string
}

// codeScope is that of the directive for the method.
func (r *resolver) codeScope(m *method, l *localNames, d *directive) *codeScope {
	i := r.iface
	s := &codeScope{
		home:      i.pkg.Types,
		pkg:       types.NewPackage(i.pkg.Types.Path(), i.pkg.Types.Name()),
		variables: make(map[types.Object]bool),
		blame:     func(culprit *types.Package) string { return i.blame(culprit, r.diagnostics) },
	}
	for _, name := range i.pkg.Types.Scope().Names() {
		s.pkg.Scope().Insert(i.pkg.Types.Scope().Lookup(name))
	}
	imports := types.NewScope(s.pkg.Scope(), anywhere, math.MaxInt32, "the file")
	s.addImports(imports, i.pkg, r.fileOf(d))
	inside := types.NewScope(imports, anywhere, math.MaxInt32, "the method")
	for p := range i.typeParams().TypeParams() {
		inside.Insert(p.Obj())
	}
	s.addVariables(inside, m.signature().Params(), l.params)
	s.results = s.addVariables(inside, m.signature().Results(), l.results)
	if !m.reportsErrors() && m.reportsByStream() {
		s.results = append(s.results, s.addVariables(inside, types.NewTuple(types.NewParam(token.NoPos, nil, "", errorType)), []string{l.err()})...)
	}
	if m.reportsRejections() {
		s.err = s.results[len(s.results)-1]
	}
	return s
}

// anywhere is a position within the scopes that are made here, behind all that is declared.
const anywhere token.Pos = math.MaxInt32 - 1

func (s *codeScope) addVariables(scope *types.Scope, tuple *types.Tuple, names []string) []*types.Var {
	var added []*types.Var
	for i, name := range names {
		v := types.NewParam(token.NoPos, s.pkg, name, tuple.At(i).Type())
		scope.Insert(v)
		s.variables[v] = true
		s.names = append(s.names, name)
		added = append(added, v)
	}
	return added
}

// typeString is the type as it would be written in the package, more or less.
func (s *codeScope) typeString(t types.Type) string { return types.TypeString(t, s.qualifier) }

func (s *codeScope) qualifier(pkg *types.Package) string {
	if pkg.Path() == s.home.Path() {
		return ""
	}
	return pkg.Name()
}

// addImports adds what the file imports, and what only other files of the package do: an
// import that nothing but a directive uses would be an error in its own file. One without a
// name, _, is there for the directives, by the name of its package.
func (s *codeScope) addImports(scope *types.Scope, pkg *loaded, file *ast.File) {
	s.addImportsOf(scope, pkg, file)
	for _, other := range pkg.Syntax {
		s.addImportsOf(scope, pkg, other)
	}
}

func (s *codeScope) addImportsOf(scope *types.Scope, pkg *loaded, file *ast.File) {
	for _, spec := range file.Imports {
		imported := pkg.TypesInfo.PkgNameOf(spec)
		switch {
		case imported == nil: // it failed
		case imported.Name() == ".":
			for _, name := range imported.Imported().Scope().Names() {
				if token.IsExported(name) {
					scope.Insert(imported.Imported().Scope().Lookup(name))
				}
			}
		case imported.Name() == "_":
			scope.Insert(types.NewPkgName(token.NoPos, s.pkg, imported.Imported().Name(), imported.Imported()))
			if imported.Imported().Path() == runtimePath {
				scope.Insert(types.NewPkgName(token.NoPos, s.pkg, "cb", imported.Imported()))
			}
		default:
			scope.Insert(types.NewPkgName(token.NoPos, s.pkg, imported.Name(), imported.Imported()))
		}
	}
}
