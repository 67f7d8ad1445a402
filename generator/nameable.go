package generator

import (
	"go/types"
	"strings"
)

// nameable is what a file of home calls the type. Where it has no word for an alias, it may have
// one for what that stands for, or the other way round; and if it declares a byte of its own,
// there still is uint8.
func nameable(t types.Type, home *home) types.Type {
	for unnameable(t, home) != "" {
		switch u := t.(type) {
		case *types.Alias:
			t = u.Rhs()
		case *types.Named:
			alias := home.published[u.Obj()]
			if alias == nil {
				return t
			}
			t = alias
		case *types.Basic:
			if twin := twins[u.Name()]; twin != "" && !hides(home, twin) {
				return types.Universe.Lookup(twin).Type()
			}
			return t
		default:
			return t
		}
	}
	return t
}

// twins are the other names of predeclared types.
var twins = map[string]string{"byte": "uint8", "uint8": "byte", "rune": "int32", "int32": "rune"}

// hides reports whether a declaration of the package has the name of one that is predeclared.
func hides(home *home, name string) bool { return home.Scope().Lookup(name) != nil }

// unnameable says what in the type, leaving aside the types that it is written with, a
// file of home cannot write down; empty if there is nothing.
func unnameable(t types.Type, home *home) string {
	switch t := t.(type) {
	case *types.Basic:
		if t.Kind() != types.UnsafePointer && hides(home, t.Name()) {
			return hidden(t.Name())
		}
	case *types.Alias:
		return unnameableObject(t.Obj(), home)
	case *types.Named:
		return unnameableObject(t.Obj(), home)
	case *types.Struct:
		for v := range t.Fields() {
			if !v.Exported() && v.Pkg().Path() != home.Path() { // it may be of a directive's, which has a package of its own
				return "a struct with the unexported field " + v.Name() + " of package " + v.Pkg().Path()
			}
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			if !m.Exported() && m.Pkg() != home.Package {
				return "an interface with the unexported method " + m.Name() + " of package " + m.Pkg().Path()
			}
		}
	}
	return ""
}

func unnameableObject(object *types.TypeName, home *home) string {
	pkg := object.Pkg()
	switch {
	case pkg == home.Package:
		return ""
	case pkg == nil && hides(home, object.Name()):
		return hidden(object.Name())
	case pkg == nil:
		return ""
	case !object.Exported():
		return "the unexported type " + object.Name() + " of package " + pkg.Path()
	case !mayImport(home.Path(), pkg.Path()):
		return "the type " + object.Name() + " of the internal package " + pkg.Path() +
			"; if a package that you may import has an alias of it, import that, be it as _"
	}
	return ""
}

func hidden(name string) string {
	return "the predeclared " + name + ", which a declaration of this package hides: rename that"
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
