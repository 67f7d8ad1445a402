package generator

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/packages"

	cb "github.com/cbgen/cbgen/runtime"
)

// An iface is an interface to decorate.
type iface struct {
	pkg     *packages.Package
	decl    declaration
	object  *types.TypeName
	methods []*method // in source order, those of an embedded interface in its place
}

// A declaration is where the loaded package declares a type.
type declaration struct {
	file *ast.File
	decl *ast.GenDecl
	spec *ast.TypeSpec
}

// doc is the comment of the declaration, nil if it has none.
func (d declaration) doc() *ast.CommentGroup {
	if d.spec.Doc != nil {
		return d.spec.Doc
	}
	if !d.decl.Lparen.IsValid() {
		return d.decl.Doc
	}
	return nil
}

// A method is a method of an iface.
type method struct {
	fn    *types.Func
	field *ast.Field // its declaration in the loaded package; nil if another package declares it
	// within are the loaded package's interfaces through which the method comes: the one
	// that declares it first (or that embeds another package's), the iface itself last.
	within []declaration

	policy      cb.Policy // with its defaults; zero if the method is not guarded
	passThrough string    // why the method is not guarded, as a sentence for its doc; empty if it is
}
