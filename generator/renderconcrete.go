package generator

import (
	"go/types"

	"github.com/dave/jennifer/jen"
)

// interfaceDeclaration has the methods of a type that is no interface:
//
//	// S3API has the exported methods of *S3. What depends on it can be given *S3, *GuardedS3 or a fake.
//	type S3API interface {
//		// GetObject loads it.
//		GetObject(ctx context.Context, params *s3.GetObjectInput) (*s3.GetObjectOutput, error)
//		Close() error
//	}
func (r *renderer) interfaceDeclaration() jen.Code {
	of := r.object.Name()
	if r.needsPointer() {
		of = "*" + of
	}
	var methods []jen.Code
	for _, m := range r.methods {
		doc := &jen.Statement{}
		for _, line := range userDoc(m) {
			doc.Comment(line).Line()
		}
		methods = append(methods, doc.Id(m.name()).Add(r.types.signature(m.signature())))
	}
	return jen.Commentf("// %s has the exported methods of %s. What depends on it can be given %s, *%s or a fake.",
		r.names.iface, of, of, r.names.typeName).Line().
		Add(r.deprecation()).
		Type().Id(r.names.iface).Add(r.typeParamsDeclared()).Interface(methods...).Line()
}

// concreteValue is a value that has all of the methods: (*Store[K, V])(nil), if a pointer has to
// be it, or else S3{}.
func (r *renderer) concreteValue() jen.Code {
	t := jen.Id(r.object.Name()).Add(r.typeParamsUsed())
	_, isStruct := r.object.Type().Underlying().(*types.Struct)
	switch {
	case r.needsPointer():
		return nilPointer(t)
	case isStruct:
		return t.Values()
	default:
		return jen.Op("*").New(t)
	}
}
