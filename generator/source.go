package generator

import "go/ast"

// A source is a part of the package that the methods of a type come from, so that it has to
// compile.
type source struct {
	file *ast.File
	node ast.Node
}

func (i *iface) sources() []source {
	var found []source
	for _, decl := range i.through {
		literal, ok := ast.Unparen(decl.spec.Type).(*ast.StructType)
		if !ok {
			found = append(found, source{decl.file, decl.spec})
			continue
		}
		found = append(found, source{decl.file, decl.spec.Name})
		if decl.spec.TypeParams != nil {
			found = append(found, source{decl.file, decl.spec.TypeParams})
		}
		for _, field := range literal.Fields.List { // the others may even need what is to be generated
			if len(field.Names) == 0 {
				found = append(found, source{decl.file, field.Type})
			}
		}
	}
	return append(found, i.signatures()...)
}

// signatures are the parts of functions with a receiver that have their methods' types.
func (i *iface) signatures() []source {
	var found []source
	for _, m := range i.methods {
		if m.isForeign() {
			continue
		}
		if f := funcAt(i.pkg, m.declared.name.Pos()); f != nil {
			found = append(found, source{fileAt(i.pkg, f.Pos()), f.Type})
		}
	}
	return found
}
