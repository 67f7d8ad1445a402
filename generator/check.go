package generator

import (
	"go/types"
	"slices"
	"strings"
)

// reportTypeErrors reports what does not compile of the declarations that the interface is
// made of. The rest of the package need not compile.
func (i *iface) reportTypeErrors(declarations []declaration, d *diagnostics) bool {
	before := len(d.list)
	declarations = i.withInvalidAliases(declarations)
	unresolved := i.reportUnresolved(declarations, d)
	for _, e := range i.pkg.TypeErrors {
		inside := func(decl declaration) bool { return decl.spec.Pos() <= e.Pos && e.Pos < decl.spec.End() }
		if !slices.ContainsFunc(declarations, inside) || slices.Contains(unresolved, e.Pos) || strings.HasPrefix(e.Msg, "\t") {
			continue // a tab continues the error before
		}
		message, _, _ := strings.Cut(e.Msg, "\n")
		d.add(e.Pos, "%s does not compile: %s", i.object.Name(), message)
		if strings.HasPrefix(message, "undefined: ") {
			i.reportDotImports(declarations, d)
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
		return "is not an interface: declare one with the methods to guard, and name that"
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

// reportUnnameable reports the methods of another package's interface whose types only
// that package can write down.
func (i *iface) reportUnnameable(d *diagnostics) bool {
	before := len(d.list)
	for _, m := range i.methods {
		walkType(m.signature(), i.home, func(t types.Type) {
			if problem := unnameable(t, i.home); problem != "" {
				d.add(i.object.Pos(), "%s cannot be implemented here: the signature of %s has %s", i.object.Name(), m.name(), problem)
			}
		})
	}
	return len(d.list) > before
}

// reportTaken reports declarations in the place of those that are to be generated.
func (i *iface) reportTaken(d *diagnostics) {
	typeName, constructor := decoratorNames(i.object)
	for _, name := range []string{typeName, constructor} {
		if taken := i.pkg.Types.Scope().Lookup(name); taken != nil {
			d.add(taken.Pos(), "%s is the name of a declaration that cbgen generates for %s: rename this one", name, i.object.Name())
		}
	}
	if hiding := i.pkg.Types.Scope().Lookup("nil"); hiding != nil {
		d.add(hiding.Pos(), "the decorator of %s needs the predeclared nil, which this declaration hides: rename it", i.object.Name())
	}
}
