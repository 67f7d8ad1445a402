package generator

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
)

// A Package is one that somebody else has parsed and type-checked, such as a driver of
// analyzers: with the bodies of its functions, and with the files that cbgen has generated.
type Package struct {
	Fset  *token.FileSet
	Files []*ast.File // with their comments
	Types *types.Package
	Sizes types.Sizes
}

// An Inspection is what there is to say of a package as it stands.
type Inspection struct {
	Findings    []Finding
	OnlyGuarded []OnlyGuarded      // the interfaces that are to be used guarded
	Timed       []TimedDecorator   // the decorators with timeouts or retries
	Generated   map[*ast.File]bool // the files that cbgen wrote
}

// OnlyGuarded is an interface that is to be used guarded.
type OnlyGuarded struct{ Name, Constructor string }

// A Finding is something that the user has to change.
type Finding struct {
	Pos     token.Pos // in one of the package's files
	Message string
}

// Inspect reports the mistakes that [Generate] would, the policies that cannot do what they
// say, and the generated files that are not what would be generated. It reads the package's
// folder.
//
// Files are compared where a //go:generate line in the folder asks for them. Of a line that has
// -tags nothing is compared, since these may not be the tags that the package was loaded with.
func Inspect(p Package) (*Inspection, error) {
	found := &Inspection{Generated: make(map[*ast.File]bool)}
	if !p.isConcerned() {
		return found, nil
	}
	folder, err := readFolder(p.dir(), nil)
	if err != nil {
		return nil, err
	}
	for _, file := range p.Files {
		found.Generated[file] = folder.output(p.fileName(file)) != nil
	}
	i := &inspector{Package: p, folder: folder, found: found}
	return found, i.inspect()
}

// isConcerned reports whether there can be anything of cbgen's in the package. In most there is
// nothing, and this is found out much faster than the rest.
func (p Package) isConcerned() bool {
	return slices.ContainsFunc(p.Files, func(file *ast.File) bool {
		if _, ok := importsOf(file)[runtimePath]; ok {
			return true
		}
		return slices.ContainsFunc(file.Comments, func(group *ast.CommentGroup) bool {
			return slices.ContainsFunc(group.List, func(c *ast.Comment) bool {
				return strings.Contains(strings.ToLower(c.Text), "cbgen")
			})
		})
	})
}

// An inspector inspects one package.
type inspector struct {
	Package
	folder *folder
	found  *Inspection
}

func (i *inspector) inspect() error {
	wanted := i.wanted()
	for _, w := range wanted {
		i.folder.asked.lines = append(i.folder.asked.lines, w.demand)
	}
	d := new(diagnostics)
	for _, tests := range []bool{false, true} {
		pkg := i.check(tests)
		if pkg == nil {
			continue
		}
		isDeclared := func(w want) bool { return pkg.Types.Scope().Lookup(w.types[0]) != nil }
		if tests && !slices.ContainsFunc(wanted, isDeclared) {
			continue // test files are read only for what they declare
		}
		if err := i.judge(pkg, wanted, d); err != nil {
			return err
		}
		wanted = slices.DeleteFunc(wanted, isDeclared)
	}
	for _, problem := range d.sorted() {
		i.found.Findings = append(i.found.Findings, i.finding(problem))
	}
	return nil
}

// A want is a demand for one type.
type want struct {
	demand
	isSure bool // that this is how the file is generated now
}

// wanted is what is wanted of this package: by the lines, and by the files that are there
// already. The line for such a file may be in another folder, or in none.
func (i *inspector) wanted() []want {
	var wanted []want
	add := func(next demand, isSure bool) {
		for _, name := range next.types {
			isAgain := func(w want) bool { return w.types[0] == name }
			if !slices.ContainsFunc(wanted, isAgain) { // or else the lines differ, which is reported
				one := demand{types: []string{name}, policy: next.policy, output: next.output, tags: next.tags}
				wanted = append(wanted, want{one, isSure})
			}
		}
	}
	for _, asked := range i.folder.asked.of(&loaded{Dir: i.dir(), PkgPath: i.Types.Path()}) {
		add(asked, asked.tags == "") // which may not be the tags that the package was loaded with
	}
	for _, o := range i.folder.outputs {
		for _, arguments := range headerArguments(o.content) {
			for _, asked := range demandsOf(append([]string{"cbgen"}, strings.Fields(arguments)...)) {
				asked.output = filepath.Base(o.path)
				add(asked, false)
			}
		}
	}
	return wanted
}

// judge reports what is wrong with the package, and with each type that is wanted of it.
func (i *inspector) judge(pkg *loaded, wanted []want, d *diagnostics) error {
	readings := make(map[*loaded]*reading)
	whole := &run{folder: i.folder, pkgs: []*loaded{pkg}}
	whole.judge(readings)
	d.list = append(d.list, whole.diagnostics.list...)
	for _, w := range wanted {
		if pkg.Types.Scope().Lookup(w.types[0]) == nil {
			continue // it is of the other files, or of those that are not built
		}
		r := &run{Config: Config{Types: w.types, Policy: w.policy, Output: w.output}, folder: i.folder, pkgs: []*loaded{pkg}}
		r.judge(readings)
		d.list = append(d.list, r.diagnostics.list...)
		for _, iface := range r.ifaces {
			if iface.only != nil {
				constructor := topLevelNames(iface.object).constructor
				i.found.OnlyGuarded = append(i.found.OnlyGuarded, OnlyGuarded{iface.object.Name(), constructor})
			}
			if decorator := iface.timedDecorator(); len(decorator.Methods) > 0 {
				i.found.Timed = append(i.found.Timed, decorator)
			}
		}
		if len(r.diagnostics.list) > 0 {
			continue
		}
		reportNonsense(r.ifaces, r.diagnostics)
		if w.isSure {
			if err := i.folder.reportStale(r); err != nil {
				return err
			}
		}
		d.list = append(d.list, r.diagnostics.list...)
	}
	return nil
}

// reportStale reports the interfaces of a run whose files are not what would be generated.
func (f *folder) reportStale(r *run) error {
	made, err := renderAll([]*run{r})
	if err != nil {
		return err
	}
	for _, next := range made {
		o, name := f.output(next.file.Path), filepath.Base(next.file.Path)
		switch {
		case o == nil:
			r.diagnostics.add(next.iface.object.Pos(), "%s of %s is missing: run go generate", name, next.iface.object.Name())
		case !bytes.Equal(o.content, next.file.Content):
			r.diagnostics.add(next.iface.object.Pos(), "%s is not what would be generated for %s now: run go generate",
				name, next.iface.object.Name())
		}
	}
	return nil
}

// finding puts a diagnostic into one of the files. What is in none of them, such as a line of
// a test file, it puts at the package clause, and says where it is.
func (i *inspector) finding(d Diagnostic) Finding {
	if d.at.IsValid() {
		return Finding{d.at, d.Message}
	}
	path, err := filepath.Abs(d.Pos.Filename)
	for _, file := range i.Files {
		f := i.Fset.File(start(file))
		if err == nil && f.Name() == path && d.Pos.Line <= f.LineCount() {
			return Finding{f.LineStart(d.Pos.Line) + token.Pos(max(0, d.Pos.Column-1)), d.Message}
		}
	}
	parsed := slices.IndexFunc(i.Files, func(file *ast.File) bool { return file.Package.IsValid() })
	return Finding{i.Files[max(0, parsed)].Name.Pos(), d.String()}
}
