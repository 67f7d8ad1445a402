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
	if methodSet(i.object.Type()).Len() > 0 {
		return "has no exported methods: there is nothing to guard"
	}
	original := ast.Unparen(i.decl.spec.Type)
	if pointer, ok := original.(*ast.StarExpr); ok {
		original = ast.Unparen(pointer.X)
	}
	t := i.pkg.TypesInfo.TypeOf(original)
	if _, isPointer := t.Underlying().(*types.Pointer); namedBy(i.pkg, original) == nil || types.IsInterface(t) || isPointer || !hasMethods(t) {
		return "has no methods: there is nothing to guard"
	}
	name := types.ExprString(original)
	return "has none of the methods of " + name + ", since it is defined as a type of its own: " +
		"write type " + i.object.Name() + " struct{ *" + name + " }, which has them"
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
