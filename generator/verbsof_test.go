package generator

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// A target is a method with what its directives can name.
type target struct {
	*method
	params, results []variable // that can be named
	hidden          []string   // what names of the package must not be called
	typeParams      []string
	group           string
}

type variable struct {
	name string
	of   types.Type
}

func (v *verbGrammar) target(fn *types.Func) *target {
	t := &target{method: &method{fn: fn}}
	taken := make(scope)
	taken.addVariables(t.signature())
	if named, ok := v.object.Type().(interface{ TypeParams() *types.TypeParamList }); ok {
		for p := range named.TypeParams().TypeParams() {
			t.typeParams = append(t.typeParams, p.Obj().Name())
			taken.add(p.Obj().Name())
		}
	}
	params, results := nameParams(t.method, taken, nil), nameResults(t.method, taken, nil)
	t.params = v.variables(t, t.signature().Params(), params)
	t.results = v.variables(t, t.signature().Results(), results)
	t.hidden = slices.Concat(t.typeParams, params, results, []string{"err"}) // a stream has one
	return t
}

// variables are those that the user has named, and those without a name that are called what
// nothing else is called.
func (v *verbGrammar) variables(t *target, tuple *types.Tuple, names []string) []variable {
	reserved := slices.Concat(v.taken, t.typeParams, []string{"errors", "context", "cb"})
	var list []variable
	for i, name := range names {
		if tuple.At(i).Name() == name || !slices.Contains(reserved, strings.TrimRight(name, "0123456789")) && !slices.Contains(reserved, strings.TrimRight(name, "2")) {
			list = append(list, variable{name, tuple.At(i).Type()})
		}
	}
	return list
}

// sees reports whether a name of the package, or of the universe, means the same to the method.
func (v *verbGrammar) sees(t *target, name string) bool {
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "*"), ".")
	if types.Universe.Lookup(name) != nil && slices.Contains(v.taken, name) {
		return false
	}
	return !slices.Contains(t.hidden, name)
}

// defaults are directives for all methods.
func (v *verbGrammar) defaults(all []*target) []string {
	var says []string
	if v.chance(3) {
		says = append(says, v.one("breaker failures=7", "breaker rate=50% window=20 min=5", "breaker slow=1s window=10s factor=2 maxopen=1h"))
	}
	if v.chance(4) {
		says = append(says, "bulkhead max=3 wait=1s")
	}
	if v.chance(3) {
		v.everywhere = true
		says = append(says, v.one("stream", "stream idle=2m"))
	}
	if v.chance(3) {
		if list := v.errorList(all...); list != "" {
			says = append(says, v.one("ignore ", "success ", "failure ")+list)
		}
	}
	if v.chance(4) {
		says = append(says, "fallback")
	}
	return says
}

// share has two methods share a breaker.
func (v *verbGrammar) share(all []*target) {
	var members []*target
	for _, t := range all {
		if t.reportsErrors() && v.chance(4) {
			members = append(members, t)
		}
	}
	if len(members) > 1 {
		for _, t := range members {
			t.group = "writes"
		}
	}
}

// says are the directives of a method.
func (v *verbGrammar) says(t *target) (says []string) {
	if t.group == "" && v.chance(8) {
		return []string{"skip"}
	}
	streams := streamsOf(t.method)
	isAlone := t.signature().Results().Len() == 1
	switch {
	case len(streams) > 1 && v.everywhere:
		says = append(says, "stream off")
	case len(streams) == 1 && (isAlone || t.reportsErrors()) && (v.everywhere || v.chance(2)):
		t.stream = streams[0]
		if !v.everywhere {
			says = append(says, v.one("stream", "stream idle=1m"))
		}
	}
	answers := v.chance(3)
	if !t.reportsRejections() && !answers {
		return nil
	}
	byResult := false
	for _, verb := range []string{"ignore", "success", "failure"} {
		if v.chance(3) {
			text, looksAtResult := v.classification(t)
			says = append(says, v.nonEmpty(verb, text)...)
			byResult = byResult || verb == "failure" && looksAtResult
		}
	}
	canFail := t.reportsErrors() || byResult
	isTimed := t.takesDeadline() && (t.stream != nil || !anyVariable(t.signature().Results(), isRead)) && v.chance(3)
	if isTimed {
		says = append(says, "timeout "+v.one("2s", "50ms"))
	}
	if answers {
		says = append(says, strings.TrimSpace("fallback "+v.one("", v.function(t)))+v.occasion(t, canFail, isTimed, byResult))
	}
	if v.mayRetry(t) && (canFail || isTimed) && v.chance(2) {
		says = append(says, v.one("retry", "retry attempts=3 backoff=50ms..1s budget=10%"), "idempotent")
		if v.chance(2) {
			text, _ := v.classification(t)
			says = append(says, v.nonEmpty("retryif", text)...)
		}
	}
	switch {
	case t.group != "":
		says = append(says, "breaker failures=3 group="+t.group)
	case v.chance(3):
		if key := v.key(t); key != "" {
			says = append(says, "key "+key+v.one("", " max=10 idle=1m"))
		}
		fallthrough
	default:
		says = append(says, v.nonEmpty("breaker", v.one("", "", "rate=10% window=10s", "failures=1 open=1s jitter=0%"))...)
	}
	if v.chance(3) {
		says = append(says, "bulkhead max=2 wait=1s queue=3")
	}
	return says
}

func (v *verbGrammar) nonEmpty(verb, text string) []string {
	if text == "" {
		return nil
	}
	return []string{verb + " " + text}
}

// occasion is when the fallback answers.
func (v *verbGrammar) occasion(t *target, canFail, isTimed, byResult bool) string {
	isLate := t.stream != nil && (!t.reportsErrors() || byResult)
	switch v.pick(3) {
	case 1:
		if canFail && !isLate {
			return " on=failure"
		}
	case 2:
		if isTimed && !isLate {
			return " on=timeout"
		}
	}
	return v.one("", " on=rejected")
}

// mayRetry reports whether nothing that is read once gets lost.
func (v *verbGrammar) mayRetry(t *target) bool {
	return t.stream == nil && !anyVariable(t.signature().Results(), isRead) &&
		!anyVariable(t.signature().Params(), func(t types.Type) bool { return isReadOnce(t) })
}

func anyVariable(tuple *types.Tuple, is func(types.Type) bool) bool {
	return slices.ContainsFunc(slices.Collect(tuple.Variables()), func(v *types.Var) bool { return is(v.Type()) })
}

// function declares a fallback for the method, unless what types are called may mean something else
// there. What cannot be written there at all does not compile, and then there is nothing to decorate.
func (v *verbGrammar) function(t *target) string {
	if slices.ContainsFunc(t.typeParams, func(name string) bool {
		return name == "_" || types.Universe.Lookup(name) != nil || slices.Contains(v.taken, name)
	}) {
		return ""
	}
	taken := slices.Concat(v.taken, t.hidden)
	name := v.fresh(&taken, declaredNames)
	v.taken = append(v.taken, name)
	params := ""
	if named, ok := v.object.Type().(interface{ TypeParams() *types.TypeParamList }); ok && named.TypeParams().Len() > 0 {
		var list []string
		for p := range named.TypeParams().TypeParams() {
			list = append(list, p.Obj().Name()+" "+v.text(p.Constraint()))
		}
		params = "[" + strings.Join(list, ", ") + ",]"
	}
	signature := strings.TrimPrefix(v.text(unnamed(fallbackSignature(t.method))), "func")
	if strings.Contains(params+signature, notImported) {
		return ""
	}
	v.body += fmt.Sprintf("\nfunc %s%s%s { panic(0) }\n", name, params, signature)
	return name
}

// unnamed is the signature without names, which might hide types.
func unnamed(s *types.Signature) *types.Signature {
	variables := func(tuple *types.Tuple) *types.Tuple {
		var list []*types.Var
		for v := range tuple.Variables() {
			list = append(list, types.NewParam(v.Pos(), v.Pkg(), "", v.Type()))
		}
		return types.NewTuple(list...)
	}
	return types.NewSignatureType(nil, nil, nil, variables(s.Params()), variables(s.Results()), s.Variadic())
}

// notImported is where a type has a package that the file does not import.
const notImported = "?"

// text is a type as the file writes it.
func (v *verbGrammar) text(t types.Type) string {
	return types.TypeString(t, func(pkg *types.Package) string {
		switch {
		case pkg == v.pkg.Types:
			return ""
		case !slices.Contains(v.grammar.imports, pkg.Path()):
			return notImported
		}
		return v.local[pkg.Path()]
	})
}
