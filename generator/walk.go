package generator

import (
	"go/types"
	"strings"
)

// walkType visits the type and all those that it is written with: the arguments of a
// generic type, but not what is behind a name.
func walkType(t types.Type, visit func(types.Type)) {
	visit(t)
	switch t := t.(type) {
	case *types.Alias:
		walkList(t.TypeArgs(), visit)
	case *types.Named:
		walkList(t.TypeArgs(), visit)
	case *types.Map:
		walkType(t.Key(), visit)
		walkType(t.Elem(), visit)
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		walkType(t.Elem(), visit)
	case *types.Signature:
		walkType(t.Params(), visit)
		walkType(t.Results(), visit)
	case *types.Tuple:
		for v := range t.Variables() {
			walkType(v.Type(), visit)
		}
	case *types.Struct:
		for v := range t.Fields() {
			walkType(v.Type(), visit)
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			walkType(m.Signature(), visit)
		}
		for e := range t.EmbeddedTypes() {
			walkType(e, visit)
		}
	case *types.Union:
		for term := range t.Terms() {
			walkType(term.Type(), visit)
		}
	}
}

func walkList(args *types.TypeList, visit func(types.Type)) {
	for t := range args.Types() {
		walkType(t, visit)
	}
}

// foreignPackages adds the packages, other than home, whose names the type is written
// with: by path, what they call themselves.
func foreignPackages(t types.Type, home *types.Package, found map[string]string) {
	walkType(t, func(t types.Type) {
		if pkg := packageOf(t); pkg != nil && pkg != home {
			found[pkg.Path()] = pkg.Name()
		}
	})
}

// packageOf is the package that declares the type's name, nil if there is none.
func packageOf(t types.Type) *types.Package {
	switch t := t.(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			return types.Unsafe
		}
	case *types.Alias:
		return t.Obj().Pkg()
	case *types.Named:
		return t.Obj().Pkg()
	}
	return nil
}

// unnameable says what in the type, leaving aside the types that it is written with, a
// file of home cannot write down; empty if there is nothing.
func unnameable(t types.Type, home *types.Package) string {
	switch t := t.(type) {
	case *types.Alias:
		return unnameableObject(t.Obj(), home)
	case *types.Named:
		return unnameableObject(t.Obj(), home)
	case *types.Struct:
		for v := range t.Fields() {
			if !v.Exported() && v.Pkg() != home {
				return "a struct with the unexported field " + v.Name() + " of package " + v.Pkg().Path()
			}
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			if !m.Exported() && m.Pkg() != home {
				return "an interface with the unexported method " + m.Name() + " of package " + m.Pkg().Path()
			}
		}
	}
	return ""
}

func unnameableObject(object *types.TypeName, home *types.Package) string {
	pkg := object.Pkg()
	switch {
	case pkg == nil || pkg == home:
		return ""
	case !object.Exported():
		return "the unexported type " + object.Name() + " of package " + pkg.Path()
	case !mayImport(home.Path(), pkg.Path()):
		return "the type " + object.Name() + " of the internal package " + pkg.Path()
	}
	return ""
}

// mayImport applies the rule for internal packages: only what lies in the folder that has
// the folder internal may import them.
func mayImport(importer, path string) bool {
	before := strings.LastIndex("/"+path+"/", "/internal/")
	if before < 0 {
		return true
	}
	parent := strings.TrimSuffix(path[:before], "/")
	return strings.HasPrefix(strings.TrimSuffix(importer, "_test")+"/", parent+"/")
}
