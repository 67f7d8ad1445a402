package generator

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// check type-checks the declarations of the package as [load] does, without what cbgen has
// generated, and without the test files unless these are asked for: what is declared decides
// which names are taken. It is nil if there are no files. The packages that it imports are
// those that the whole package was checked with.
func (i *inspector) check(tests bool) *loaded {
	pkg := &loaded{
		ID:        i.Types.Path(),
		Name:      i.Types.Name(),
		PkgPath:   i.Types.Path(),
		Dir:       i.dir(),
		Fset:      i.Fset,
		Imports:   make(map[string]*packages.Package),
		TypesInfo: newInfo(),
	}
	for _, file := range i.Files {
		path := i.fileName(file)
		if i.found.Generated[file] || isTestFile(path) && !tests {
			continue
		}
		pkg.Syntax = append(pkg.Syntax, file)
		if path == i.Fset.File(start(file)).Name() {
			pkg.GoFiles = append(pkg.GoFiles, path)
		}
	}
	if len(pkg.Syntax) == 0 {
		return nil
	}
	for _, imported := range i.Types.Imports() {
		pkg.Imports[imported.Path()] = &packages.Package{PkgPath: imported.Path(), Types: imported, IllTyped: !imported.Complete()}
	}
	config := types.Config{
		Importer:         importsOfPackage(pkg.Imports),
		GoVersion:        i.Types.GoVersion(),
		Sizes:            i.Sizes,
		IgnoreFuncBodies: true, // nothing in them matters to an interface
		Error: func(err error) {
			if e, ok := errors.AsType[types.Error](err); ok {
				pkg.TypeErrors = append(pkg.TypeErrors, e)
			}
		},
	}
	pkg.Types, _ = config.Check(pkg.PkgPath, i.Fset, pkg.Syntax, pkg.TypesInfo) // its errors are in TypeErrors
	return pkg
}

// importsOfPackage imports what a package has imported already.
type importsOfPackage map[string]*packages.Package

func (imports importsOfPackage) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := imports[path]; p != nil {
		return p.Types, nil
	}
	return nil, errors.New("it could not be imported before")
}

// fileName is the file that the author edits: not the translation of one that imports "C".
func (p Package) fileName(file *ast.File) string {
	name := p.Fset.PositionFor(start(file), false).Filename
	if dir := p.dir(); dir != "" && filepath.Dir(name) != dir {
		return p.Fset.Position(start(file)).Filename
	}
	return name
}

// start is a position in the file. One with conflict markers at its head has no package clause.
func start(file *ast.File) token.Pos {
	if file.Package.IsValid() {
		return file.Package
	}
	return file.FileStart
}

// dir is the package's folder. What cgo has made is in another one.
func (p Package) dir() string {
	translated := ""
	for _, file := range p.Files {
		name, claimed := p.Fset.PositionFor(start(file), false).Filename, p.Fset.Position(start(file)).Filename
		switch {
		case strings.HasPrefix(filepath.Base(name), "_cgo_"):
		case name == claimed:
			return filepath.Dir(name)
		default:
			translated = filepath.Dir(claimed)
		}
	}
	return translated
}

// output is the file that cbgen wrote there, nil if it did not.
func (f *folder) output(path string) *output {
	i := slices.IndexFunc(f.outputs, func(o output) bool { return o.path == path })
	if i < 0 {
		return nil
	}
	return &f.outputs[i]
}
