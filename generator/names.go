package generator

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// generatedNames are the identifiers of a decorator, each computed once. The user's names
// win: where one of ours is taken, ours steps aside.
type generatedNames struct {
	typeName    string
	constructor string
	iface       string            // the interface that the decorator has: declared, or generated too
	guards      string            // the method that lists the guards
	next        string            // the field with the wrapped client
	fields      map[string]string // by method: the field with its guard
	imports     map[string]string // by path: the name of the package in the file
	typeParams  map[*types.TypeParam]string
}

func names(i *iface) *generatedNames {
	n := &generatedNames{}
	n.typeName, n.constructor = decoratorNames(i.object)
	n.iface = i.interfaceName()
	n.nameMembers(i)
	n.nameTypeParams(i)
	n.nameImports(i)
	return n
}

// decoratorNames are the names that others use: exported if the interface is.
func decoratorNames(object types.Object) (typeName, constructor string) {
	if object.Exported() {
		return "Guarded" + object.Name(), "NewGuarded" + object.Name()
	}
	name := upperFirst(object.Name())
	return "guarded" + name, "newGuarded" + name
}

// nameMembers names the fields and the method Guards: all of them share one namespace
// with the methods of the interface.
func (n *generatedNames) nameMembers(i *iface) {
	taken := make(scope)
	for _, m := range i.methods {
		taken.add(m.name())
	}
	n.guards = "Guards"
	if taken[n.guards] {
		n.guards = taken.free("CircuitGuards")
	}
	taken.add(n.guards)
	n.next = taken.take("next")
	n.fields = make(map[string]string)
	for _, m := range i.methods {
		if !m.guarded() {
			continue
		}
		field := lowerFirst(m.name())
		if taken[field] || token.IsKeyword(field) {
			field += "Guard"
		}
		n.fields[m.name()] = taken.take(field)
	}
}

// nameTypeParams keeps the user's names where they can stay. In a method of the decorator
// a type parameter shares its namespace with the parameters, and it hides the package's
// type of the same name, which the methods of an embedded interface may mean.
func (n *generatedNames) nameTypeParams(i *iface) {
	taken := n.packageScope(i)
	for _, m := range i.methods {
		taken.addVariables(m.signature())
	}
	n.typeParams = make(map[*types.TypeParam]string)
	for p := range i.typeParams().TypeParams() {
		name := p.Obj().Name()
		if name == "_" {
			name = "T"
		}
		n.typeParams[p] = taken.take(name)
	}
}

// nameImports gives every package that the file needs a name. An import shares its
// namespace with the package, and a type parameter hides it.
func (n *generatedNames) nameImports(i *iface) {
	taken := n.packageScope(i)
	taken.addTypeParams(n)

	n.imports = map[string]string{runtimePath: taken.take("cb")}
	needed := neededPackages(i)
	written := importsOf(i.decl.file)
	hidden := besideContext(i)
	assign := func(path, name string) {
		if path == "context" {
			name = hidden.union(taken).free(name)
		}
		if n.imports[path] == "" {
			n.imports[path] = taken.take(name)
		}
	}
	paths := slices.Sorted(maps.Keys(needed))
	for _, path := range paths { // what the user's file imports goes first: there the names do not clash
		if alias, ok := written[path]; ok {
			assign(path, cmp.Or(alias, needed[path]))
		}
	}
	for _, path := range paths {
		assign(path, needed[path])
	}
}

// importsOf is what the file calls the packages that it imports: by path, empty for the
// package's own name.
func importsOf(file *ast.File) map[string]string {
	written := make(map[string]string)
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		switch {
		case err != nil:
		case spec.Name == nil:
			written[path] = ""
		case spec.Name.Name != "_" && spec.Name.Name != ".":
			written[path] = spec.Name.Name
		}
	}
	return written
}

// packageScope are the names that mean something everywhere in the package.
func (n *generatedNames) packageScope(i *iface) scope {
	taken := make(scope)
	for _, name := range slices.Concat(types.Universe.Names(), i.pkg.Types.Scope().Names()) {
		taken.add(name)
	}
	taken.add(n.typeName)
	taken.add(n.constructor)
	taken.add(n.iface)
	return taken
}

// neededPackages are those that the decorator names, besides the runtime: by path, what
// they call themselves.
func neededPackages(i *iface) map[string]string {
	needed := make(map[string]string)
	for _, m := range i.methods {
		foreignPackages(m.signature(), i.pkg.Types, needed)
		if m.needsContext() {
			needed["context"] = "context"
		}
		if m.policy.Breaker.Open != 0 || m.policy.Bulkhead.Wait != 0 {
			needed["time"] = "time"
		}
	}
	for p := range i.typeParams().TypeParams() {
		foreignPackages(p.Constraint(), i.pkg.Types, needed)
	}
	return needed
}

// besideContext are the names that would hide the package context where a body uses it.
func besideContext(i *iface) scope {
	beside := make(scope)
	for _, m := range i.methods {
		if m.needsContext() {
			beside.addVariables(m.signature())
		}
	}
	return beside
}

func upperFirst(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

// lowerFirst makes an exported name unexported: Charge is charge, ID is id, HTTPGet is httpGet.
func lowerFirst(name string) string {
	runes := []rune(name)
	upper := 0
	for upper < len(runes) && unicode.IsUpper(runes[upper]) {
		upper++
	}
	if upper > 1 && upper < len(runes) && unicode.IsLower(runes[upper]) {
		upper--
	}
	return strings.ToLower(string(runes[:upper])) + string(runes[upper:])
}
