package generator

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// methodFuncs are the functions of the package that declare the type's methods, by file and
// position.
func methodFuncs(pkg *loaded, t *types.Named) []*ast.FuncDecl {
	methods := slices.Collect(t.Origin().Methods())
	slices.SortFunc(methods, byPosition(pkg.Fset))
	var found []*ast.FuncDecl
	for _, fn := range methods {
		if f := funcAt(pkg, fn.Pos()); f != nil {
			found = append(found, f)
		}
	}
	return found
}

// receiverDeclaration is the declaration of the type that the function is a method of.
func receiverDeclaration(pkg *loaded, f *ast.FuncDecl) (declaration, bool) {
	fn, ok := pkg.TypesInfo.Defs[f.Name].(*types.Func)
	if !ok || fn.Signature().Recv() == nil {
		return declaration{}, false
	}
	object := receiverOf(fn)
	if object == nil {
		return declaration{}, false
	}
	return declarationOf(pkg, object.Pos())
}

// receiverOf is the type that the function is a method of, nil if that has no name.
func receiverOf(fn *types.Func) *types.TypeName {
	t := types.Unalias(fn.Signature().Recv().Type())
	if pointer, ok := t.(*types.Pointer); ok {
		t = pointer.Elem()
	}
	return objectOf(t)
}

// funcAt is the function whose declaration has the position in it, nil if none has.
func funcAt(pkg *loaded, pos token.Pos) *ast.FuncDecl {
	file := fileAt(pkg, pos)
	if file == nil {
		return nil
	}
	endsBefore := func(decl ast.Decl, pos token.Pos) int { return int(decl.End() - pos) }
	i, _ := slices.BinarySearchFunc(file.Decls, pos, endsBefore)
	if i == len(file.Decls) {
		return nil
	}
	f, _ := file.Decls[i].(*ast.FuncDecl)
	return f
}

// fileAt is the file of the package that has the position in it, nil if none has.
func fileAt(pkg *loaded, pos token.Pos) *ast.File {
	i := slices.IndexFunc(pkg.Syntax, func(file *ast.File) bool { return file.FileStart <= pos && pos < file.FileEnd })
	if i < 0 {
		return nil
	}
	return pkg.Syntax[i]
}
