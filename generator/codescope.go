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
	variables map[types.Object]localName // the parameters and results
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
		variables: make(map[types.Object]localName),
		blame:     func(culprit *types.Package) string { return i.blame(culprit, r.diagnostics) },
	}
	for _, name := range i.pkg.Types.Scope().Names() {
		s.pkg.Scope().Insert(i.pkg.Types.Scope().Lookup(name))
	}
	imports := types.NewScope(s.pkg.Scope(), anywhere, math.MaxInt32, "the file")
	s.addImports(imports, i.pkg, r.fileOf(d))
	typeParams := types.NewScope(imports, anywhere, math.MaxInt32, "the type")
	for p := range i.typeParams().TypeParams() {
		typeParams.Insert(p.Obj())
	}
	inside := types.NewScope(typeParams, anywhere, math.MaxInt32, "the method")
	s.addVariables(inside, m.signature().Params(), l, func(l *localNames, i int) string { return l.params[i] })
	s.results = s.addVariables(inside, m.signature().Results(), l, func(l *localNames, i int) string { return l.results[i] })
	if !m.reportsErrors() && m.reportsByStream() {
		s.results = append(s.results, s.addVariables(inside, types.NewTuple(types.NewParam(token.NoPos, nil, "", errorType)), l, func(l *localNames, _ int) string { return l.err() })...)
	}
	if m.reportsRejections() {
		s.err = s.results[len(s.results)-1]
	}
	return s
}

// anywhere is a position within the scopes that are made here. It is behind all declarations, since
// what is declared behind it, such as a type parameter, would not be seen.
const anywhere token.Pos = math.MaxInt32 - 1

// A localName is what a variable is called in the generated method. Where it is named by a
// directive, that may be something else: names that the directives need have to be free there.
type localName func(*localNames) string

func (s *codeScope) addVariables(scope *types.Scope, tuple *types.Tuple, l *localNames, name func(*localNames, int) string) []*types.Var {
	var added []*types.Var
	for i := range tuple.Len() {
		called := tuple.At(i).Name()
		if !isUsable(called) {
			called = name(l, i)
		}
		v := types.NewParam(token.NoPos, s.pkg, called, tuple.At(i).Type())
		scope.Insert(v)
		s.variables[v] = func(l *localNames) string { return name(l, i) }
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
// name, _, is there for the directives, by the name of its package if nothing else has that.
func (s *codeScope) addImports(scope *types.Scope, pkg *loaded, file *ast.File) {
	for _, file := range append([]*ast.File{file}, pkg.Syntax...) {
		for _, spec := range file.Imports {
			s.addImport(scope, pkg.TypesInfo.PkgNameOf(spec))
		}
		for _, spec := range file.Imports {
			s.addBlankImport(scope, pkg.TypesInfo.PkgNameOf(spec))
		}
	}
}

func (s *codeScope) addImport(scope *types.Scope, imported *types.PkgName) {
	switch {
	case imported == nil || imported.Name() == "_": // nil if it failed
	case imported.Name() == ".":
		for _, name := range imported.Imported().Scope().Names() {
			if token.IsExported(name) {
				scope.Insert(imported.Imported().Scope().Lookup(name))
			}
		}
	default:
		scope.Insert(types.NewPkgName(token.NoPos, s.pkg, imported.Name(), imported.Imported()))
	}
}

func (s *codeScope) addBlankImport(scope *types.Scope, imported *types.PkgName) {
	if imported == nil || imported.Name() != "_" {
		return
	}
	names := []string{imported.Imported().Name()}
	if imported.Imported().Path() == runtimePath {
		names = append(names, runtimeName)
	}
	for _, name := range names {
		if s.pkg.Scope().Lookup(name) == nil {
			scope.Insert(types.NewPkgName(token.NoPos, s.pkg, name, imported.Imported()))
		}
	}
}
