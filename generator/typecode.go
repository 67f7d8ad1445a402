package generator

import (
	"go/types"
	"strconv"

	"github.com/dave/jennifer/jen"
)

// A typeWriter writes types the way that they are written in a file of the package home.
type typeWriter struct {
	home       *home
	imports    map[string]string // what the file calls a package, by its path
	typeParams map[*types.TypeParam]string
}

// qualified is a name of another package's.
func (w typeWriter) qualified(path, name string) *jen.Statement {
	return jen.Id(w.imports[path]).Dot(name)
}

func (w typeWriter) code(t types.Type) *jen.Statement {
	switch t := nameable(t, w.home).(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			return w.qualified("unsafe", "Pointer")
		}
		return jen.Id(t.Name())
	case *types.Alias:
		return w.named(t.Obj(), t.TypeArgs())
	case *types.Named:
		return w.named(t.Obj(), t.TypeArgs())
	case *types.TypeParam:
		return jen.Id(w.typeParams[t])
	case *types.Pointer:
		return jen.Op("*").Add(w.code(t.Elem()))
	case *types.Slice:
		return jen.Index().Add(w.code(t.Elem()))
	case *types.Array:
		return jen.Index(jen.Lit(int(t.Len()))).Add(w.code(t.Elem()))
	case *types.Map:
		return jen.Map(w.code(t.Key())).Add(w.code(t.Elem()))
	case *types.Chan:
		return w.channel(t)
	case *types.Signature:
		return jen.Func().Add(w.signature(t))
	case *types.Struct:
		return w.structure(t)
	case *types.Interface:
		return w.iface(t)
	case *types.Union:
		return w.union(t)
	}
	panic("cbgen: no code for the type " + t.String())
}

func (w typeWriter) named(object *types.TypeName, args *types.TypeList) *jen.Statement {
	code := jen.Id(object.Name())
	if pkg := object.Pkg(); pkg != nil && pkg != w.home.Package {
		code = w.qualified(pkg.Path(), object.Name())
	}
	if args.Len() == 0 {
		return code
	}
	var list []jen.Code
	for t := range args.Types() {
		list = append(list, w.code(t))
	}
	return code.Types(list...)
}

// channel puts parentheses where chan <-chan T would mean something else.
func (w typeWriter) channel(t *types.Chan) *jen.Statement {
	elem := w.code(t.Elem())
	if inner, ok := t.Elem().(*types.Chan); ok && inner.Dir() == types.RecvOnly {
		elem = jen.Parens(elem)
	}
	switch t.Dir() {
	case types.SendOnly:
		return jen.Chan().Op("<-").Add(elem)
	case types.RecvOnly:
		return jen.Op("<-").Chan().Add(elem)
	default:
		return jen.Chan().Add(elem)
	}
}

// signature is what follows func in a function's type.
func (w typeWriter) signature(t *types.Signature) *jen.Statement {
	params := make([]string, t.Params().Len())
	results := make([]string, t.Results().Len())
	for i := range params {
		params[i] = t.Params().At(i).Name()
	}
	for i := range results {
		results[i] = t.Results().At(i).Name()
	}
	return w.namedSignature(t, params, results)
}

// namedSignature is a signature with other names; empty ones are left out.
func (w typeWriter) namedSignature(t *types.Signature, params, results []string) *jen.Statement {
	code := jen.Params(w.variables(t.Params(), params, t.Variadic())...)
	switch {
	case len(results) == 0:
		return code
	case len(results) == 1 && results[0] == "":
		return code.Add(w.code(t.Results().At(0).Type()))
	default:
		return code.Params(w.variables(t.Results(), results, false)...)
	}
}

// variables are parameters, or results. Neighbours of the same type share it: id, name string.
func (w typeWriter) variables(tuple *types.Tuple, names []string, variadic bool) []jen.Code {
	var list []jen.Code
	for i, name := range names {
		t := tuple.At(i).Type()
		switch {
		case variadic && i == len(names)-1:
			list = append(list, jen.Id(name).Op("...").Add(w.code(t.(*types.Slice).Elem())))
		case name != "" && sharesType(tuple, i, variadic):
			list = append(list, jen.Id(name))
		default:
			list = append(list, jen.Id(name).Add(w.code(t)))
		}
	}
	return list
}

// sharesType reports whether the type of the variable is written the same as the next one's.
func sharesType(tuple *types.Tuple, i int, variadic bool) bool {
	next := i + 1
	if next == tuple.Len() || variadic && next == tuple.Len()-1 {
		return false
	}
	return types.TypeString(tuple.At(i).Type(), nil) == types.TypeString(tuple.At(next).Type(), nil)
}

func (w typeWriter) structure(t *types.Struct) *jen.Statement {
	var fields []jen.Code
	for i := range t.NumFields() {
		field := &jen.Statement{}
		if !t.Field(i).Embedded() {
			field = jen.Id(t.Field(i).Name())
		}
		field.Add(w.code(t.Field(i).Type()))
		if tag := t.Tag(i); tag != "" {
			field.Add(tagCode(tag))
		}
		fields = append(fields, field)
	}
	return jen.Struct(fields...)
}

func tagCode(tag string) jen.Code {
	if strconv.CanBackquote(tag) {
		return jen.Op("`" + tag + "`")
	}
	return jen.Lit(tag)
}

func (w typeWriter) iface(t *types.Interface) *jen.Statement {
	if t.IsImplicit() { // the constraint ~int | ~string stands for interface{ ~int | ~string }
		return w.code(t.EmbeddedType(0))
	}
	var elements []jen.Code
	for m := range t.ExplicitMethods() {
		elements = append(elements, jen.Id(m.Name()).Add(w.signature(m.Signature())))
	}
	for e := range t.EmbeddedTypes() {
		elements = append(elements, w.code(e))
	}
	return interfaceOf(elements...)
}

// interfaceOf has a single element on the same line: interface{ *T }.
func interfaceOf(elements ...jen.Code) *jen.Statement {
	if len(elements) == 1 {
		return jen.Custom(jen.Options{Open: "interface{ ", Close: " }"}, elements[0])
	}
	return jen.Interface(elements...)
}

// constraint is a type parameter's. One that begins with a star is put into an interface, since
// [P *T] is the length of an array.
func (w typeWriter) constraint(t types.Type) *jen.Statement {
	i, ok := t.(*types.Interface)
	if !ok || !i.IsImplicit() {
		return w.code(t)
	}
	first := i.EmbeddedType(0)
	if union, ok := first.(*types.Union); ok && !union.Term(0).Tilde() {
		first = union.Term(0).Type()
	}
	if _, ok := first.(*types.Pointer); ok {
		return interfaceOf(w.code(i.EmbeddedType(0)))
	}
	return w.code(t)
}

func (w typeWriter) union(t *types.Union) *jen.Statement {
	code := &jen.Statement{}
	for i := range t.Len() {
		if i > 0 {
			code.Op("|")
		}
		if t.Term(i).Tilde() {
			code.Op("~")
		}
		code.Add(w.code(t.Term(i).Type()))
	}
	return code
}
