package generator

import (
	"go/ast"
	"go/types"
)

// withoutMethods says why the type has no exported methods; empty if it has.
func (i *iface) withoutMethods() string {
	if len(i.methods) > 0 {
		return ""
	}
	if original := i.definedAs(); original != "" {
		return "has none of the methods of " + original + ", since it is defined as a type of its own: " +
			"write type " + i.object.Name() + " struct{ *" + original + " }, which has them"
	}
	if methodSet(i.object.Type()).Len() > 0 {
		return "has no exported methods: there is nothing to guard"
	}
	return "has no methods: there is nothing to guard"
}

// definedAs is the type with methods that the declaration of i, which has none, names after
// its own, be it as a pointer; empty if it names no such type.
func (i *iface) definedAs() string {
	expr := ast.Unparen(i.decl.spec.Type)
	if pointer, ok := expr.(*ast.StarExpr); ok {
		expr = ast.Unparen(pointer.X)
	}
	if namedBy(i.pkg, expr) == nil {
		return ""
	}
	t := i.pkg.TypesInfo.TypeOf(expr)
	if _, isPointer := t.Underlying().(*types.Pointer); isPointer || types.IsInterface(t) || !hasMethods(t) {
		return ""
	}
	return types.ExprString(expr)
}

// reportInTests reports the methods that a type, which is not declared in tests, has in these
// alone. Where the file is built that is to be generated for it, they do not exist.
func (i *iface) reportInTests(d *diagnostics) {
	if !i.isConcrete() || isTestFile(i.fileName()) {
		return
	}
	for _, m := range i.methods {
		if !m.isForeign() && isTestFile(fileOf(i.pkg, m.declared.name.Pos())) {
			d.add(m.declared.name.Pos(), "%s has %s in tests alone: generate %s in a run without types of tests",
				i.object.Name(), m.name(), i.object.Name())
		}
	}
}

// reportTags reports policies in the tags of embedded fields, where nothing reads them.
func (i *iface) reportTags(d *diagnostics) {
	for _, decl := range i.through {
		literal, ok := ast.Unparen(decl.spec.Type).(*ast.StructType)
		if !ok {
			continue
		}
		for _, field := range literal.Fields.List {
			if len(field.Names) == 0 && field.Tag != nil && hasVerb(field.Tag) {
				d.add(field.Tag.Pos(), "nothing reads a policy here: write it above %s, or in the tags of a struct for -policy",
					decl.spec.Name.Name)
			}
		}
	}
}
