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
	topLevel
	iface        string            // the interface that the decorator has: declared, or generated too
	guards       string            // the method that lists the guards
	apply        string            // the method that changes their policies
	next         string            // the field with the wrapped client
	fallback     string            // the field with the fallback, if the constructor takes one
	answers      map[string]string // by method: the one of the fallback, if the constructor takes it
	fields       map[string]string // by method: the field with its guard
	instead      map[string]string // by method: the one that asks its fallback
	streams      map[string]string // by method: the type that wraps its stream
	once         map[string]string // by method: the one that makes an attempt
	policyFields map[string]string // by method: the field with its policy
	imports      map[string]string // by path: the name of the package in the file
	packages     map[string]string // by path: what the package calls itself
	typeParams   map[*types.TypeParam]string
}

// topLevel are the names that others use: exported if the interface is.
type topLevel struct {
	typeName    string // of the decorator
	constructor string
	policies    string // the type
	defaults    string // the function that returns the policies of the directives
}

func names(i *iface) *generatedNames {
	n := &generatedNames{topLevel: topLevelNames(i.object), iface: i.interfaceName()}
	n.nameMembers(i)
	n.namePolicyFields(i)
	n.nameStreams(i)
	n.nameTypeParams(i)
	n.nameImports(i)
	return n
}

func topLevelNames(object types.Object) topLevel {
	name := object.Name()
	if object.Exported() {
		return topLevel{"Guarded" + name, "NewGuarded" + name, name + "Policies", "Default" + name + "Policies"}
	}
	upper := upperFirst(name)
	return topLevel{"guarded" + upper, "newGuarded" + upper, name + "Policies", "default" + upper + "Policies"}
}

// all are the names in the order of their declarations.
func (t topLevel) all() []string { return []string{t.typeName, t.constructor, t.policies, t.defaults} }

// declaredNames are the names of all that is declared for i, the interface of a concrete type last.
func (i *iface) declaredNames() []string {
	return append(topLevelNames(i.object).all(), i.interfaceName())
}

// nameMembers names the fields, and the methods that are not the interface's: all of them
// share one namespace with its methods.
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
	n.apply = "Apply"
	if taken[n.apply] {
		n.apply = taken.free("ApplyPolicies")
	}
	taken.add(n.apply)
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
	if i.hasFallbackInterface() {
		n.fallback = taken.take("fallback")
	}
	n.nameAnswers(i)
	n.instead = make(map[string]string)
	for _, m := range i.methods {
		if m.fallback != nil {
			n.instead[m.name()] = taken.take(lowerFirst(m.name()) + "Instead")
		}
	}
	n.once = make(map[string]string)
	for _, m := range i.methods {
		if m.isRetried() {
			n.once[m.name()] = taken.take(lowerFirst(m.name()) + "Once")
		}
	}
}

// nameAnswers names the methods of the fallback that the constructor takes like those that they
// answer for, unless go vet would miss the signature of the standard library's: there the cause
// is one parameter more.
func (n *generatedNames) nameAnswers(i *iface) {
	taken := make(scope)
	for _, m := range i.methods {
		taken.add(m.name())
	}
	n.answers = make(map[string]string)
	for _, m := range i.methods {
		switch {
		case m.fallback == nil || m.fallback.function != nil:
		case m.isStandard():
			n.answers[m.name()] = taken.take(m.name() + "Fallback")
		default:
			n.answers[m.name()] = m.name()
		}
	}
}

// policyMethods are the methods of the type with the policies.
var policyMethods = []string{"UnmarshalJSON", "Override", "byMethod"}

// namePolicyFields names the fields with the policies after the methods, so that other
// packages, and encoding/json, can use them.
func (n *generatedNames) namePolicyFields(i *iface) {
	taken := make(scope)
	for _, name := range policyMethods {
		taken.add(name)
	}
	n.policyFields = make(map[string]string)
	name := func(m *method, field string) {
		if taken[field] {
			field += "Policy"
		}
		n.policyFields[m.name()] = taken.take(field)
	}
	for _, m := range i.methods { // those that can have their own names have them
		if m.guarded() && m.fn.Exported() {
			name(m, m.name())
		}
	}
	for _, m := range i.methods {
		switch {
		case !m.guarded() || m.fn.Exported():
		case token.IsExported(upperFirst(m.name())):
			name(m, upperFirst(m.name()))
		default:
			name(m, "Method"+m.name()) // of an alphabet without capitals
		}
	}
}

// nameStreams names the types that wrap streams, which nobody else has to name.
func (n *generatedNames) nameStreams(i *iface) {
	taken := n.packageScope(i)
	n.streams = make(map[string]string)
	for _, m := range i.methods {
		if m.stream != nil && m.stream.kind == recvStream {
			n.streams[m.name()] = taken.take(lowerFirst(m.name()) + "Of" + upperFirst(n.typeName))
		}
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
	var unnamed []*types.TypeParam
	for p := range i.typeParams().TypeParams() {
		if p.Obj().Name() == "_" {
			unnamed = append(unnamed, p)
			continue
		}
		n.typeParams[p] = taken.take(p.Obj().Name())
	}
	for _, p := range unnamed {
		n.typeParams[p] = taken.take("T")
	}
}

// nameImports gives every package that the file needs a name. An import shares its
// namespace with the package, and a type parameter hides it.
func (n *generatedNames) nameImports(i *iface) {
	taken := n.packageScope(i)
	taken.addTypeParams(n)

	needed := neededPackages(i)
	n.packages = maps.Clone(needed)
	n.packages[runtimePath] = runtimePackage
	written := importsOf(i.decl.file)
	used, hidden, declared := usedInBodies(i)
	n.imports = make(map[string]string)
	assign := func(path, name string) {
		if all := hidden.union(taken); used[path] && all[name] {
			name = all.union(declared).free(name)
		}
		if n.imports[path] == "" {
			n.imports[path] = taken.take(name)
		}
	}
	assign(runtimePath, runtimeName)
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
	taken.add(n.iface)
	for _, name := range n.all() {
		taken.add(name)
	}
	for _, name := range n.streams {
		taken.add(name)
	}
	return taken.union(i.home.inTests)
}

// neededPackages are those that the decorator names, besides the runtime: by path, what
// they call themselves.
func neededPackages(i *iface) map[string]string {
	needed := make(map[string]string)
	for _, m := range i.methods {
		foreignPackages(m.signature(), i.home, needed)
		maps.Copy(needed, m.bodyPackages(i.home))
		if m.key != nil {
			foreignPackages(m.key.of, i.home, needed)
		}
		if m.policy.Breaker.Open != 0 || m.policy.Bulkhead.Wait != 0 || m.policy.Key.Idle != 0 || m.policy.Stream.Idle != 0 || m.isTimed() || m.isRetried() {
			needed["time"] = "time"
		}
	}
	for p := range i.typeParams().TypeParams() {
		foreignPackages(p.Constraint(), i.home, needed)
	}
	return needed
}

// bodyPackages are those that the method names besides its signature: by path, what they
// call themselves.
func (m *method) bodyPackages(home *home) map[string]string {
	needed := make(map[string]string)
	if m.needsContext() {
		needed["context"] = "context"
	}
	if m.classification.has(isError) || has(m.retryIf, isError) {
		needed["errors"] = "errors"
	}
	if m.usesRuntime() {
		needed[runtimePath] = "runtime"
	}
	for _, c := range m.code() {
		c.needs(needed)
	}
	for _, t := range m.bodyTypes() {
		foreignPackages(t, home, needed)
	}
	return needed
}

// usedInBodies are the packages that the methods name in their bodies, by path, the variables that
// would hide them there, and what expressions declare: it hides nothing that they call the same.
func usedInBodies(i *iface) (used, hidden, declared scope) {
	used, hidden, declared = make(scope), make(scope), make(scope)
	for _, m := range i.methods {
		for path := range m.bodyPackages(i.home) {
			used.add(path)
			hidden.addVariables(m.signature())
		}
		for _, c := range m.code() {
			c.declares(declared)
		}
	}
	return used, hidden, declared
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
