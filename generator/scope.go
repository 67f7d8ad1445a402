package generator

import (
	"go/ast"
	"go/types"
	"maps"
	"strconv"
)

// A scope is a set of names that are taken.
type scope map[string]bool

func (s scope) add(name string) {
	if name != "" {
		s[name] = true
	}
}

// take is the name, or the first of name2, name3, … that is free; it is taken then.
func (s scope) take(name string) string {
	name = s.free(name)
	s.add(name)
	return name
}

func (s scope) free(name string) string {
	if !s[name] {
		return name
	}
	for i := 2; ; i++ {
		if next := name + strconv.Itoa(i); !s[next] {
			return next
		}
	}
}

func (s scope) addVariables(signature *types.Signature) {
	for v := range signature.Params().Variables() {
		s.add(v.Name())
	}
	for v := range signature.Results().Variables() {
		s.add(v.Name())
	}
}

// addNames adds the names without a package that the type is written with, except those of type
// parameters, which never mean anything else.
func (s scope) addNames(t types.Type, home *home) {
	walkType(t, home, func(t types.Type) {
		if pkg := packageOf(t); pkg != nil && pkg != home.Package {
			return
		}
		switch t := t.(type) {
		case *types.Basic:
			s.add(t.Name())
		case *types.Alias:
			s.add(t.Obj().Name())
		case *types.Named:
			s.add(t.Obj().Name())
		}
	})
}

func (s scope) addTypeParams(n *generatedNames) {
	for _, name := range n.typeParams {
		s.add(name)
	}
}

// addDeclarations adds what a file declares for the whole of its package.
func (s scope) addDeclarations(file *ast.File) {
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv == nil {
				s.add(decl.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					s.add(spec.Name.Name)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						s.add(name.Name)
					}
				}
			}
		}
	}
}

func (s scope) union(t scope) scope {
	u := maps.Clone(s)
	maps.Copy(u, t)
	return u
}
