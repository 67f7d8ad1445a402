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
	isConstraint  = "constraints"
	isEmpty       = "no methods"
	isSealed      = "unexported methods"
	isUnspeakable = "types that no other package can name"
)

// refusalOf is nil if there is nothing against it. Then it may still be needed that a file also
// imports one package of each of the lists, which have an alias of a type that is internal.
func refusalOf(object *types.TypeName, published aliases) (r *refusal, publishers [][]string) {
	t := object.Type().Underlying().(*types.Interface)
	if !t.IsMethodSet() {
		return &refusal{isConstraint, "is a constraint: "}, nil
	}
	if t.NumMethods() == 0 {
		return &refusal{isEmpty, "has no methods: "}, nil
	}
	for m := range t.Methods() {
		if !ast.IsExported(m.Name()) {
			return &refusal{isSealed, fmt.Sprintf("has the unexported method %s of package %s: ", m.Name(), m.Pkg().Path())}, nil
		}
	}
	s := &speaker{published: published}
	for m := range t.Methods() {
		if !s.canSpeak(m.Type()) {
			return &refusal{isUnspeakable, "cannot be implemented here: the signature of "}, nil
		}
	}
	return nil, s.publishers
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

// aliases are the public packages that have an exported alias of a type.
type aliases map[types.Object][]string

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
				found[named.Obj()] = append(found[named.Obj()], pkg.PkgPath)
			}
		}
	}
	return found
}

// A speaker tries to write types down.
type speaker struct {
	published  aliases
	publishers [][]string // those whose aliases were needed
}

// canSpeak reports whether a file elsewhere can write the type: it has it written down, and
// looks at the names.
func (s *speaker) canSpeak(t types.Type) bool {
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
			can = can && s.canName(imported[i], n.Sel.Name)
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

func (s *speaker) canName(pkg *types.Package, name string) bool {
	object := pkg.Scope().Lookup(name)
	switch publishers := s.published[object]; {
	case isPublic(pkg.Path()) && ast.IsExported(name):
		return true
	case len(publishers) > 0:
		s.publishers = append(s.publishers, publishers)
		return true
	default:
		return object != nil && object.(*types.TypeName).IsAlias() && s.canSpeak(types.Unalias(object.Type()))
	}
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
