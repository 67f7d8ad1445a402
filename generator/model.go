package generator

import (
	"go/ast"
	"go/token"
	"go/types"

	cb "github.com/cbgen/cbgen/runtime"
)

// An iface is an interface to decorate: one that is declared, or the exported methods of
// another type.
type iface struct {
	pkg     *loaded
	home    *home // the package, as what is written into it sees the types of others
	decl    declaration
	object  *types.TypeName
	methods []*method     // in source order, those of an embedded type in its place
	through []declaration // the types of the package that it is made of, itself first
	only    *directive    // that it is to be used guarded, nil if nothing says so
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

// A methodDecl is where the loaded package declares a method: in an interface, or as a
// function with a receiver.
type methodDecl struct {
	name *ast.Ident
	doc  *ast.CommentGroup // nil if it has none
}

// methods are those that the declaration has in it: none, unless it is of an interface.
func (d declaration) methods() []methodDecl {
	if literal, ok := ast.Unparen(d.spec.Type).(*ast.InterfaceType); ok {
		return methodsIn(literal)
	}
	return nil
}

// methodsIn are the methods of an interface, also of one that is written down inside of it.
func methodsIn(t *ast.InterfaceType) []methodDecl {
	var found []methodDecl
	for _, field := range t.Methods.List {
		if len(field.Names) > 0 {
			found = append(found, methodDecl{field.Names[0], field.Doc})
		} else if literal, ok := ast.Unparen(field.Type).(*ast.InterfaceType); ok {
			found = append(found, methodsIn(literal)...)
		}
	}
	return found
}

// A method is a method of an iface.
type method struct {
	fn     *types.Func
	route          // the one that counts
	others []route // by which it comes too

	policy    cb.Policy  // with its defaults; zero if the method is not guarded
	applied   directives // what it comes from, or why there is none
	unguarded reason     // empty if the method is guarded

	classification classification
	retryIf        []match      // what is retried; nil for whatever has failed
	fallback       *fallbackUse // nil if there is none
	key            *keyUse      // nil if all calls have the same guard
	stream         *streamUse   // nil if the call ends when the method returns
}

// A reason is why a method is not guarded.
type reason string

const (
	isSkipped      reason = "skip"
	isOff          reason = "off"
	noError        reason = "no error result"
	misplacedError reason = "error is not the last result"
)

// sentence is the reason for the documentation of the method.
func (r reason) sentence() string {
	return "It is not guarded: " + map[reason]string{
		isSkipped:      "cbgen:skip.",
		isOff:          "its breaker is off, and it has no bulkhead.",
		noError:        "it has no error result to report a rejection with.",
		misplacedError: "its error is not the last result, which would report a rejection.",
	}[r]
}

// A route is a way by which a method comes into an iface.
type route struct {
	declared methodDecl // zero if another package declares it
	// within are the loaded package's types through which the method comes: the one that
	// declares it first, or that embeds another package's; the iface itself last.
	within []declaration
	fields []int // the embedded fields on the way, as in [types.Selection.Index]
}

// isForeign reports whether another package declares the method.
func (r route) isForeign() bool { return r.declared.name == nil }

// places are the directives that may apply to a method on the route, the nearest first.
func (r route) places(written map[*ast.CommentGroup]directives) []directives {
	places := []directives{written[r.declared.doc]}
	for _, decl := range r.within {
		places = append(places, written[decl.doc()])
	}
	return places
}

// pos is where the package names the method, or what brings it in from another package.
func (r route) pos() token.Pos {
	if r.isForeign() {
		return r.within[0].spec.Name.Pos()
	}
	return r.declared.name.Pos()
}

// written is the policy without the defaults that follow from the value of another key, unless
// a directive gives them: where that is changed at run time, they are to follow it.
func (m *method) written() cb.Policy {
	p, b := m.policy, m.applied.verb(breaker.name)
	if b == nil || !b.wasGiven("min") {
		p.Breaker.Min = 0
	}
	if b == nil || !b.wasGiven("halfopen") {
		p.Breaker.HalfOpen = 0
	}
	return p
}

func (m *method) name() string { return m.fn.Name() }

func (m *method) signature() *types.Signature { return m.fn.Signature() }

func (m *method) guarded() bool { return m.unguarded == "" }

// reportsErrors says whether the last result is an error, which can report a rejection.
// An alias of error is one; a type of the user's own is not.
func (m *method) reportsErrors() bool {
	results := m.signature().Results()
	return results.Len() > 0 && types.Identical(results.At(results.Len()-1).Type(), errorType)
}

// misplacesErrors says whether an error is among the results, but not the last.
func (m *method) misplacesErrors() bool {
	for v := range m.signature().Results().Variables() {
		if types.Identical(v.Type(), errorType) {
			return !m.reportsErrors()
		}
	}
	return false
}

var errorType = types.Universe.Lookup("error").Type()

// typeParams are the type parameters of the type, nil if it has none.
func (i *iface) typeParams() *types.TypeParamList {
	switch t := i.object.Type().(type) {
	case *types.Named:
		return t.TypeParams()
	case *types.Alias:
		return t.TypeParams()
	}
	return nil
}

// fileName is the file that declares i.
func (i *iface) fileName() string {
	return fileOf(i.pkg, i.decl.spec.Pos())
}

// fileOf is the file that has the position in it.
func fileOf(pkg *loaded, pos token.Pos) string { return position([]*loaded{pkg}, pos).Filename }
