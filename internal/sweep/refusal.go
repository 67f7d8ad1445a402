package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
	"slices"

	"golang.org/x/tools/go/packages"
)

// A refusal is why Go lets nobody decorate an interface from outside its package. It is judged
// here in another way than in the generator, which is to be tested: by what the types would be
// called in another package's file.
type refusal struct {
	reason  string // for the figures
	message string // what the diagnostic must begin with, after the name of the interface
}

const (
	isConstraint  = "constraint"
	isEmpty       = "no methods"
	isSealed      = "unexported methods"
	isUnspeakable = "types that no other package can name"
)

func refusalOf(object *types.TypeName, published aliases) *refusal {
	t := object.Type().Underlying().(*types.Interface)
	if !t.IsMethodSet() {
		return &refusal{isConstraint, "is a constraint: "}
	}
	if t.NumMethods() == 0 {
		return &refusal{isEmpty, "has no methods: "}
	}
	for m := range t.Methods() {
		if !ast.IsExported(m.Name()) {
			return &refusal{isSealed, fmt.Sprintf("has the unexported method %s of package %s: ", m.Name(), m.Pkg().Path())}
		}
	}
	for m := range t.Methods() {
		if !published.canSpeak(m.Type()) {
			return &refusal{isUnspeakable, "cannot be implemented here: the signature of "}
		}
	}
	return nil
}

// reportsErrors says whether a method of the interface has an error as its last result.
func reportsErrors(t *types.Interface) bool {
	for m := range t.Methods() {
		results := m.Signature().Results()
		if n := results.Len(); n > 0 && types.TypeString(types.Unalias(results.At(n-1).Type()), nil) == "error" {
			return true
		}
	}
	return false
}

// aliases are the types that exported aliases of public packages stand for.
type aliases map[types.Object]bool

func aliasesIn(pkgs []*packages.Package) aliases {
	found := make(aliases)
	for _, pkg := range pkgs {
		if !isPublic(pkg.PkgPath) || pkg.Types == nil {
			continue
		}
		for _, name := range pkg.Types.Scope().Names() {
			object := pkg.Types.Scope().Lookup(name)
			alias, ok := object.Type().(*types.Alias)
			if !ok || !object.Exported() {
				continue
			}
			if named, ok := types.Unalias(alias).(*types.Named); ok {
				found[named.Obj()] = true
			}
		}
	}
	return found
}

// canSpeak reports whether a file elsewhere can write the type: it has it written down, and
// looks at the names.
func (a aliases) canSpeak(t types.Type) bool {
	var imported []*types.Package
	text := types.TypeString(t, func(pkg *types.Package) string {
		i := slices.Index(imported, pkg)
		if i < 0 {
			i = len(imported)
			imported = append(imported, pkg)
		}
		return fmt.Sprintf("p%d", i)
	})
	expr, err := parser.ParseExpr(text)
	if err != nil {
		panic("what go/types has written is no Go: " + text)
	}
	can := true
	ast.Inspect(expr, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			var i int
			fmt.Sscanf(n.X.(*ast.Ident).Name, "p%d", &i)
			can = can && a.canName(imported[i], n.Sel.Name)
			return false
		case *ast.StructType:
			can = can && allExported(n.Fields)
		case *ast.InterfaceType:
			can = can && allExported(n.Methods)
		}
		return can
	})
	return can
}

func (a aliases) canName(pkg *types.Package, name string) bool {
	object := pkg.Scope().Lookup(name)
	if isPublic(pkg.Path()) && ast.IsExported(name) || a[object] {
		return true
	}
	return object != nil && object.(*types.TypeName).IsAlias() && a.canSpeak(types.Unalias(object.Type()))
}

func allExported(fields *ast.FieldList) bool {
	for _, field := range fields.List {
		for _, name := range field.Names {
			if !name.IsExported() {
				return false
			}
		}
	}
	return true
}
