package generator

import "go/types"

// foreignPackages adds the packages, other than home, whose names the type is written with.
func foreignPackages(t types.Type, home *types.Package, found map[string]string) {
	switch t := t.(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			found["unsafe"] = "unsafe"
		}
	case *types.Alias:
		foreignPackage(t.Obj(), home, found)
		foreignInList(t.TypeArgs(), home, found)
	case *types.Named:
		foreignPackage(t.Obj(), home, found)
		foreignInList(t.TypeArgs(), home, found)
	case *types.Map:
		foreignPackages(t.Key(), home, found)
		foreignPackages(t.Elem(), home, found)
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		foreignPackages(t.Elem(), home, found)
	case *types.Signature:
		foreignPackages(t.Params(), home, found)
		foreignPackages(t.Results(), home, found)
	case *types.Tuple:
		for v := range t.Variables() {
			foreignPackages(v.Type(), home, found)
		}
	case *types.Struct:
		for v := range t.Fields() {
			foreignPackages(v.Type(), home, found)
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			foreignPackages(m.Signature(), home, found)
		}
		for e := range t.EmbeddedTypes() {
			foreignPackages(e, home, found)
		}
	case *types.Union:
		for term := range t.Terms() {
			foreignPackages(term.Type(), home, found)
		}
	}
}

func foreignPackage(object *types.TypeName, home *types.Package, found map[string]string) {
	if pkg := object.Pkg(); pkg != nil && pkg != home {
		found[pkg.Path()] = pkg.Name()
	}
}

func foreignInList(args *types.TypeList, home *types.Package, found map[string]string) {
	for t := range args.Types() {
		foreignPackages(t, home, found)
	}
}
