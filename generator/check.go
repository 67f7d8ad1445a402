package generator

import (
	"go/types"
	"slices"
	"strings"
)

// reportTypeErrors reports what does not compile of the declarations that the methods come
// from. The rest of the package need not compile.
func (i *iface) reportTypeErrors(d *diagnostics) bool {
	before := len(d.list)
	sources := i.withInvalidAliases(i.sources())
	unresolved := i.reportUnresolved(sources, d)
	for _, e := range i.pkg.TypeErrors {
		inside := func(s source) bool { return s.node.Pos() <= e.Pos && e.Pos < s.node.End() }
		if !slices.ContainsFunc(sources, inside) || slices.Contains(unresolved, e.Pos) || strings.HasPrefix(e.Msg, "\t") {
			continue // a tab continues the error before
		}
		message, _, _ := strings.Cut(e.Msg, "\n")
		undefined, isUndefined := strings.CutPrefix(message, "undefined: ")
		if isGenerated(i.pkg, undefined) {
			message += ", which cbgen generates: what it generates from cannot have it, but a function can"
		}
		d.add(e.Pos, "%s does not compile: %s", i.object.Name(), message)
		if isUndefined {
			i.reportDotImports(sources, d)
		}
	}
	if culprit := incompleteIn(i.object.Type(), i.pkg.Types, nil); len(d.list) == before && culprit != nil {
		d.add(i.object.Pos(), "%s", i.blame(culprit, d))
	}
	if len(d.list) == before && i.isInvalid() {
		d.add(i.object.Pos(), "%s does not compile: make it compile first", i.object.Name())
	}
	return len(d.list) > before
}

// isGenerated reports whether the name is one that a decorator for a type of the package has.
func isGenerated(pkg *loaded, name string) bool {
	if name == "" || pkg.Types.Scope().Lookup(name) != nil {
		return false
	}
	return slices.ContainsFunc(decorableNames([]*loaded{pkg}), func(candidate string) bool {
		i := &iface{pkg: pkg, object: pkg.Types.Scope().Lookup(candidate).(*types.TypeName)}
		return slices.Contains(i.declaredNames(), name)
	})
}

// isInvalid reports whether the interface, or something that it is made of, could not be
// resolved.
func (i *iface) isInvalid() bool {
	return i.object.Type().Underlying() == types.Typ[types.Invalid] ||
		slices.ContainsFunc(i.methods, func(m *method) bool { return hasInvalid(m.signature(), i.pkg.Types) })
}

// reportNotDecorable reports a type for which there can be no decorator.
func (i *iface) reportNotDecorable(d *diagnostics) bool {
	problem := i.notDecorable()
	if problem == "" {
		return false
	}
	d.add(i.object.Pos(), "%s %s", i.object.Name(), problem)
	return true
}

func (i *iface) notDecorable() string {
	t, ok := i.object.Type().Underlying().(*types.Interface)
	if !ok {
		return i.withoutMethods()
	}
	if !t.IsMethodSet() {
		return "is a constraint: no variable can have its type, so there is nothing to wrap"
	}
	if t.NumMethods() == 0 {
		return "has no methods: there is nothing to guard"
	}
	for m := range t.Methods() {
		if !m.Exported() && m.Pkg() != i.pkg.Types {
			return "has the unexported method " + m.Name() + " of package " + m.Pkg().Path() +
				": only that package can implement it"
		}
	}
	return ""
}

// reportUnnameable reports the methods of another package's type whose signatures only that
// package can write down.
func (i *iface) reportUnnameable(d *diagnostics) bool {
	problems := 0
	advice := ""
	if i.isConcrete() {
		advice = "; declare an interface with the methods that you need, and name that"
	}
	for _, m := range i.methods {
		walkType(m.signature(), i.home, func(t types.Type) {
			problem := unnameable(t, i.home)
			if problem == "" {
				return
			}
			problems++
			if i.home.sources { // without them nobody knows
				d.add(i.object.Pos(), "%s cannot be implemented here: the signature of %s has %s%s",
					i.object.Name(), m.name(), problem, advice)
			}
		})
	}
	return problems > 0
}

// reportTaken reports declarations in the place of those that are to be generated.
func (i *iface) reportTaken(d *diagnostics) {
	for _, name := range i.declaredNames() {
		taken := i.pkg.Types.Scope().Lookup(name)
		switch {
		case taken == nil || taken == i.object:
		case name == i.interfaceName() && canDecorate(taken):
			d.add(taken.Pos(), "%s is the name of the interface that cbgen generates for %s: rename this one, or let -type name it in place of %s",
				name, i.object.Name(), i.object.Name())
		default:
			d.add(taken.Pos(), "%s is the name of a declaration that cbgen generates for %s: rename this one", name, i.object.Name())
		}
	}
	for _, name := range []string{"nil", "string"} { // it needs error too, as do the methods
		if hiding := i.pkg.Types.Scope().Lookup(name); hiding != nil {
			d.add(hiding.Pos(), "the decorator of %s needs the predeclared %s, which this declaration hides: rename it", i.object.Name(), name)
		}
	}
}
