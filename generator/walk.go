package generator

import "go/types"

// walkType visits the type and all those that it is written with in a file of home: the
// arguments of a generic type, but not what is behind a name.
func walkType(t types.Type, home *home, visit func(types.Type)) {
	t = nameable(t, home)
	visit(t)
	switch t := t.(type) {
	case *types.Alias:
		walkList(t.TypeArgs(), home, visit)
	case *types.Named:
		walkList(t.TypeArgs(), home, visit)
	case *types.Map:
		walkType(t.Key(), home, visit)
		walkType(t.Elem(), home, visit)
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		walkType(t.Elem(), home, visit)
	case *types.Signature:
		walkType(t.Params(), home, visit)
		walkType(t.Results(), home, visit)
	case *types.Tuple:
		for v := range t.Variables() {
			walkType(v.Type(), home, visit)
		}
	case *types.Struct:
		for v := range t.Fields() {
			walkType(v.Type(), home, visit)
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			walkType(m.Signature(), home, visit)
		}
		for e := range t.EmbeddedTypes() {
			walkType(e, home, visit)
		}
	case *types.Union:
		for term := range t.Terms() {
			walkType(term.Type(), home, visit)
		}
	}
}

func walkList(args *types.TypeList, home *home, visit func(types.Type)) {
	for t := range args.Types() {
		walkType(t, home, visit)
	}
}

// foreignPackages adds the packages, other than home, whose names the type is written
// with: by path, what they call themselves.
func foreignPackages(t types.Type, home *home, found map[string]string) {
	walkType(t, home, func(t types.Type) {
		if pkg := packageOf(t); pkg != nil && pkg != home.Package {
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
