package generator

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

const everyMethod = "_"

// fromStruct takes the policies from the tags of a struct, whose fields are named after
// the methods.
func (r *resolver) fromStruct(name string, written map[*ast.CommentGroup]directives) {
	r.refuseComments(name, written)
	fields := r.readStruct(name)
	for _, m := range r.methods {
		r.resolve(m, fields[m.name()], []directives{fields[everyMethod]})
	}
}

// refuseComments lets an interface have its policies in one place only.
func (r *resolver) refuseComments(name string, written map[*ast.CommentGroup]directives) {
	seen := make(map[*ast.CommentGroup]bool)
	for _, m := range r.methods {
		var docs []*ast.CommentGroup
		if m.field != nil {
			docs = append(docs, m.field.Doc)
		}
		for _, decl := range m.within {
			docs = append(docs, decl.doc())
		}
		for _, doc := range docs {
			if len(written[doc]) > 0 && !seen[doc] {
				seen[doc] = true
				r.add(written[doc][0].pos, "the policies of %s are in %s, for -policy: move this directive there",
					r.object.Name(), name)
			}
		}
	}
}

// readStruct is what the tags of the policy struct say, by the names of its fields.
func (r *resolver) readStruct(name string) map[string]directives {
	object := r.pkg.Types.Scope().Lookup(name)
	if object == nil {
		r.add(requestPos([]*loaded{r.pkg}, name), "no policy struct %s in package %s%s",
			name, r.pkg.Name, didYouMean(name, r.pkg.Types.Scope().Names()))
		return nil
	}
	decl, ok := declarationOf(r.pkg, object.Pos())
	literal, isStruct := (*ast.StructType)(nil), false
	if ok {
		literal, isStruct = ast.Unparen(decl.spec.Type).(*ast.StructType)
	}
	if !isStruct {
		r.add(object.Pos(), "%s is not a struct: -policy takes one with a field for each method", name)
		return nil
	}
	fields := make(map[string]directives)
	for _, field := range literal.Fields.List {
		r.readField(field, fields)
	}
	return fields
}

func (r *resolver) readField(field *ast.Field, fields map[string]directives) {
	if !isPolicy(r.pkg.TypesInfo.TypeOf(field.Type)) {
		r.add(field.Type.Pos(), "a field of a policy struct has the type cb.Policy")
		return
	}
	if len(field.Names) == 0 {
		r.add(field.Pos(), "a field of a policy struct is named after a method: write Charge cb.Policy")
		return
	}
	if field.Tag == nil {
		r.add(field.Pos(), "%s has no tag: write `breaker:\"failures=5\"`, or remove the field", field.Names[0].Name)
		return
	}
	said := r.readTag(field.Tag)
	for _, name := range field.Names {
		if r.checkField(name, said) {
			fields[name.Name] = append(fields[name.Name], said...)
		}
	}
}

// checkField reports a field that names nothing, or says what its place cannot mean.
func (r *resolver) checkField(name *ast.Ident, said directives) bool {
	if name.Name == everyMethod {
		if s := said.verb(skip.name); s != nil {
			r.add(s.pos, "skip is for a method, not for all of them")
			return false
		}
		return true
	}
	var methods []string
	for _, m := range r.methods {
		methods = append(methods, m.name())
	}
	for _, m := range methods {
		if m == name.Name {
			return true
		}
	}
	r.add(name.Pos(), "%s has no method %s%s", r.object.Name(), name.Name, didYouMean(name.Name, methods))
	return false
}

func isPolicy(t types.Type) bool { return isNamed(t, runtimePath, "Policy") }

// readTag reads a tag's verbs. It takes the tag apart itself, for the sake of positions.
func (r *resolver) readTag(tag *ast.BasicLit) directives {
	text, err := strconv.Unquote(tag.Value)
	if err != nil {
		return nil // the parser has said so
	}
	// In an interpreted string, columns cannot be told: then everything is at its start.
	at := func(offset int) token.Pos {
		if tag.Value[0] != '`' {
			return tag.Pos()
		}
		return tag.Pos() + 1 + token.Pos(offset)
	}
	var said directives
	for offset := 0; offset < len(text); {
		if text[offset] == ' ' {
			offset++
			continue
		}
		name, value, length, ok := cutTag(text[offset:])
		if !ok {
			r.add(at(offset), "a malformed tag: write breaker:\"failures=5\", separated by spaces")
			return nil
		}
		args := splitWords(value, at(offset+len(name)+len(`:"`)))
		if d := parseDirective(word{name, at(offset)}, args, r.diagnostics); d != nil {
			said.add(d, r.diagnostics)
		}
		offset += length
	}
	return said
}

// cutTag cuts key:"value" off the front of a tag, the way that [reflect.StructTag] does.
func cutTag(tag string) (name, value string, length int, ok bool) {
	colon := strings.IndexAny(tag, ": \"")
	if colon <= 0 || !strings.HasPrefix(tag[colon:], `:"`) {
		return "", "", 0, false
	}
	quoted, err := strconv.QuotedPrefix(tag[colon+1:])
	if err != nil {
		return "", "", 0, false
	}
	value, _ = strconv.Unquote(quoted) // QuotedPrefix has checked it
	return tag[:colon], value, colon + 1 + len(quoted), true
}

const runtimePath = "github.com/cbgen/cbgen/runtime"
