package generator

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// reportUnresolved reports what the declarations take from packages that cannot be imported,
// or that do not compile, and returns where. The type checker has nothing to say of a name
// from such a package, and the methods that it stands for are just not there.
func (i *iface) reportUnresolved(declarations []declaration, d *diagnostics) []token.Pos {
	var found []token.Pos
	for _, decl := range declarations {
		ast.Inspect(decl.spec, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if culprit := i.culprit(selector); culprit != nil {
				d.add(selector.Pos(), "%s", i.blame(culprit, d))
				found = append(found, selector.Sel.Pos())
			}
			return true
		})
	}
	return found
}

// culprit is the package that is at fault if the name cannot be resolved whole; nil if it
// can, or if it is just not there.
func (i *iface) culprit(selector *ast.SelectorExpr) *types.Package {
	ident, ok := selector.X.(*ast.Ident)
	if !ok {
		return nil
	}
	name, ok := i.pkg.TypesInfo.Uses[ident].(*types.PkgName)
	if !ok {
		return nil
	}
	p, t := i.dependency(name.Imported().Path()), i.pkg.TypesInfo.TypeOf(selector)
	switch {
	case p == nil || !p.IllTyped:
		return nil
	case t == nil || hasInvalid(t) || slices.ContainsFunc(p.Errors, isSyntax):
		return name.Imported()
	default:
		return incompleteIn(t, name.Imported(), nil)
	}
}

// isSyntax reports an error after which there may be less of a package than was written.
func isSyntax(e packages.Error) bool { return e.Kind == packages.ParseError }

// incompleteIn is the package in which something that an interface is made of cannot be
// resolved, nil if there is none. The package that declares the type is home.
func incompleteIn(t types.Type, home *types.Package, within []types.Type) *types.Package {
	if slices.Contains(within, t) {
		return nil
	}
	if object := objectOf(t); object != nil && object.Pkg() != nil {
		home = object.Pkg()
	}
	literal, ok := t.Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	for m := range literal.ExplicitMethods() {
		if hasInvalid(m.Signature()) {
			return m.Pkg()
		}
	}
	for e := range literal.EmbeddedTypes() {
		if hasInvalid(e) {
			return home
		}
		if culprit := incompleteIn(e, home, append(within, t)); culprit != nil {
			return culprit
		}
	}
	return nil
}

func objectOf(t types.Type) *types.TypeName {
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj()
	}
	return nil
}

func hasInvalid(t types.Type) bool {
	found := false
	walkType(t, func(t types.Type) { found = found || types.Unalias(t) == types.Typ[types.Invalid] })
	return found
}

// blame says what is wrong with a package that is imported, directly or not.
func (i *iface) blame(culprit *types.Package, d *diagnostics) string {
	p := i.dependency(culprit.Path())
	if p == nil {
		return culprit.Path() + " does not compile"
	}
	return whyUnusable(p, d)
}

func whyUnusable(p *packages.Package, d *diagnostics) string {
	if len(p.Syntax) == 0 && (p.Types == nil || p.Types.Name() == "") {
		return couldNotImport(p)
	}
	for _, e := range p.Errors {
		if e.Kind != packages.TypeError && !isSyntax(e) {
			continue // the compiler's output as a whole
		}
		pos := parsePosition(e.Pos)
		pos.Filename = shorter(d.dir, pos.Filename)
		return p.PkgPath + " does not compile: " + pos.String() + ": " + withReason(e.Msg, p)
	}
	return p.PkgPath + " does not compile"
}

func couldNotImport(p *packages.Package) string {
	message := "could not import " + p.PkgPath
	if len(p.Errors) > 0 {
		message += ": " + oneLine(p.Errors[0].Msg)
	}
	return message
}

// withReason is what the type checker says, in one line; of an import that failed the go
// command knows the reason.
func withReason(message string, p *packages.Package) string {
	message, _, _ = strings.Cut(message, "\n")
	path, isImport := strings.CutPrefix(message, "could not import ")
	if !isImport {
		return message
	}
	path, _, _ = strings.Cut(path, " (")
	if failed := p.Imports[path]; failed != nil {
		return couldNotImport(failed)
	}
	return "could not import " + path
}

// oneLine is what the go command says, which may have a line of its own for a command to run.
func oneLine(message string) string { return strings.Join(strings.Fields(message), " ") }

// inWordsOfGo is what the go command said, where go/packages only reports that it failed.
func inWordsOfGo(err error) error {
	_, said, ok := strings.Cut(err.Error(), "stderr: ")
	if !ok {
		return err
	}
	return errors.New(strings.TrimPrefix(strings.TrimSpace(said), "go: "))
}

// dependency is a package that the interface's package imports, directly or not; nil if
// there is none of that path.
func (i *iface) dependency(path string) *packages.Package {
	var found *packages.Package
	packages.Visit([]*packages.Package{i.pkg}, func(p *packages.Package) bool {
		if p.PkgPath == path && p != i.pkg {
			found = p
		}
		return found == nil
	}, nil)
	return found
}

// reportDotImports reports the imports without a name that failed: any of the names that
// are not defined may come from there.
func (i *iface) reportDotImports(declarations []declaration, d *diagnostics) {
	for _, decl := range declarations {
		for _, spec := range decl.file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if spec.Name == nil || spec.Name.Name != "." {
				continue
			}
			if p := i.pkg.Imports[path]; p != nil && p.IllTyped {
				d.add(spec.Path.Pos(), "%s", whyUnusable(p, d))
			}
		}
	}
}
