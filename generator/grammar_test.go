package generator

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A grammar writes a package with an interface to decorate, and lets bytes choose.
type grammar struct {
	chooser
	policies   chooser  // for what policies are about
	imports    []string // those used
	local      map[string]string
	own        []string // types of the package, without parameters
	comparable []string // those that can be keys
	generic    []string // types of the package with a parameter
	typeParams []string // those in scope
	methods    []string // taken in the interface that is written
	isLast     bool     // the interface that is written is the one to decorate
	depth      int
}

// A chooser lets bytes choose. When they have run out it takes the first of what there is to choose
// from, which is the simplest.
type chooser struct{ bytes []byte }

func (c *chooser) pick(n int) int {
	if len(c.bytes) == 0 {
		return 0
	}
	b := c.bytes[0]
	c.bytes = c.bytes[1:]
	return int(b) % n
}

// chance is true once in n times.
func (c *chooser) chance(n int) bool { return c.pick(n) == n-1 }

func (c *chooser) one(of ...string) string { return of[c.pick(len(of))] }

// fresh is one of the names that is not taken yet; it is then.
func (c *chooser) fresh(taken *[]string, names []string) string {
	start := c.pick(len(names))
	for i := range names {
		name := names[(start+i)%len(names)]
		if !slices.Contains(*taken, name) {
			*taken = append(*taken, name)
			return name
		}
	}
	name := fmt.Sprintf("x%d", len(*taken))
	*taken = append(*taken, name)
	return name
}

// Names that mean something to the generator, to Go, or to the package.
var (
	variableNames = strings.Fields("a b ctx c c2 call call2 err err2 r0 r1 r2 p0 p1 p2 next opts client cb cb2 time context context2 http io rand pay " +
		"string error any int bool nil true false iota len append byte T K V Client Guards Request guard do init main Größe 数 unsafe x_1 Percent")
	methodNames = strings.Fields("Do Get Put Close Guards CircuitGuards Guards2 Next next Call call Charge charge ID Type Range String Error HTTPGet X x Ä ä " +
		"RoundTrip Nil Client NewGuardedClient GuardedClient c cb Begin End Return If len error")
	typeParamNames = strings.Fields("T K V _ time context cb c c2 next call err error string any int nil T1 Client GuardedClient ctx io opts client comparable pay r0")
	typeNames      = strings.Fields("Request Response Key time2 cb context call err c next client opts any byte rune int Err Größe ctx GuardedOther httpRequest init2 http time")
	clientNames    = strings.Fields("Client client Store cb context c next Größe 客户 opts call time HTTPClient err Guards Policy")
)

// source is the package, and the name of the interface.
func (g *grammar) source() (text, name string) {
	var taken []string
	name = g.fresh(&taken, clientNames)
	taken = append(taken, decoratorName(name)...)
	var body strings.Builder

	keys := []string{"struct{}", "int", "[2]string", "struct{ a, b int8 }"}
	for range g.pick(4) {
		next := g.fresh(&taken, typeNames)
		if g.chance(4) {
			fmt.Fprintf(&body, "type %s = %s\n\n", next, g.one("error", "func()", "chan int", "map[string]int"))
			g.own = append(g.own, next)
			continue
		}
		fmt.Fprintf(&body, "type %s %s\n\n", next, keys[g.pick(len(keys))])
		g.own = append(g.own, next)
		g.comparable = append(g.comparable, next)
	}
	for range g.pick(2) {
		next := g.fresh(&taken, []string{"Page", "T1", "List", "cb3"})
		fmt.Fprintf(&body, "type %s[T any] %s\n\n", next, g.one("struct{ X T }", "[]T", "func(T) T"))
		g.generic = append(g.generic, next)
	}
	g.nameImports(&taken)

	var embeddable []string
	for range g.pick(3) {
		next := g.fresh(&taken, []string{"Base", "reader", "Writer", "Embedded"})
		params, args := g.declareTypeParams()
		fmt.Fprintf(&body, "%stype %s%s %s\n\n", g.directive(), next, params, g.iface(nil))
		if args == "" || g.chance(2) && !strings.Contains(params, "interface") {
			embeddable = append(embeddable, next+g.instance(params))
		}
		g.typeParams = nil
	}
	g.isLast = true
	params, _ := g.declareTypeParams()
	switch {
	case len(embeddable) > 0 && params == "" && g.chance(4):
		fmt.Fprintf(&body, "type %s %s%s\n", name, g.one("", "= "), embeddable[0])
	case g.chance(12):
		fmt.Fprintf(&body, "type %s%s = %s\n", name, params, g.iface(embeddable))
	case g.chance(12):
		fmt.Fprintf(&body, "type (\n%s%s%s %s\n)\n", g.directive(), name, params, g.iface(embeddable))
	default:
		fmt.Fprintf(&body, "%stype %s%s %s\n", g.directive(), name, params, g.iface(embeddable))
	}

	var out strings.Builder
	out.WriteString("package shop\n\n")
	slices.Sort(g.imports)
	g.imports = slices.DeleteFunc(slices.Compact(g.imports), func(path string) bool {
		return !regexp.MustCompile(`\b` + g.local[path] + `\.`).MatchString(body.String())
	})
	for _, path := range g.imports {
		fmt.Fprintf(&out, "import %s %q\n", g.local[path], path)
	}
	out.WriteString("\n//go:generate cbgen -type " + name + ",reader,Base,Writer,Embedded\n\n")
	out.WriteString(body.String())
	return out.String(), name
}

func decoratorName(name string) []string {
	return []string{"Guarded" + name, "guarded" + upperFirst(name), "NewGuarded" + name, "newGuarded" + upperFirst(name)}
}

// nameImports chooses what the file calls the packages.
func (g *grammar) nameImports(taken *[]string) {
	g.local = make(map[string]string)
	for _, path := range []string{"cmp", "context", "fmt", "io", "io/fs", "iter", "net/http", "time", "math/rand", "crypto/rand",
		"text/template", "html/template", "unsafe", "example.com/pay/v2", "example.com/rand", runtimePath} {
		base := path[strings.LastIndex(path, "/")+1:]
		names := []string{base, base + "2", "v2", "cb", "context", "c"}
		if !g.chance(8) {
			g.local[path] = g.fresh(taken, names)
			continue
		}
		g.local[path] = g.fresh(taken, []string{"cb", "time", "context2", "cb2", "std", "err", "call", "p", "text", "client", "policies"})
	}
}

func (g *grammar) from(path, name string) string {
	if slices.Contains(g.typeParams, g.local[path]) {
		return "struct{}" // the package is hidden
	}
	g.imports = append(g.imports, path)
	return g.local[path] + "." + name
}

// declareTypeParams is [K comparable, V any], and [K, V].
func (g *grammar) declareTypeParams() (declared, used string) {
	g.typeParams = nil
	n := g.pick(8) - 4
	if n <= 0 {
		return "", ""
	}
	for range n {
		g.fresh(&g.typeParams, typeParamNames)
	}
	var list []string
	for _, name := range g.typeParams {
		list = append(list, name+" "+g.constraint(g.typeParams))
	}
	return "[" + strings.Join(list, ", ") + ",]", "[" + strings.Join(g.typeParams, ", ") + "]"
}

func (g *grammar) constraint(params []string) string {
	usable := slices.DeleteFunc(slices.Clone(params), func(name string) bool { return name == "_" })
	p := "int8"
	if len(usable) > 0 {
		p = usable[g.pick(len(usable))]
	}
	switch g.pick(13) {
	default:
		return "interface{}"
	case 1:
		return "interface{ comparable }"
	case 2:
		return "~int8 | ~uint16"
	case 3:
		return "*" + p
	case 4:
		return "interface{ *" + p + " }"
	case 5:
		return "interface{ Less(" + p + ") bool }"
	case 6:
		return g.orInterface("fmt", "Stringer")
	case 7:
		return "~[]" + p
	case 8:
		return "interface{ ~[]" + p + "; Len() int8 }"
	case 9:
		return g.orInterface("cmp", "Ordered")
	case 10:
		return g.orInterface("example.com/pay/v2", "Number")
	case 11:
		if f := g.orInterface("example.com/pay/v2", "Ordered"); f != "interface{}" {
			return f + "[" + p + "]"
		}
		return "interface{}"
	case 12:
		return g.orInterface("context", "Context")
	}
}

func (g *grammar) orInterface(path, name string) string {
	if f := g.from(path, name); f != "struct{}" {
		return f
	}
	return "interface{}"
}

// instance is type arguments for as many parameters.
func (g *grammar) instance(params string) string {
	if params == "" {
		return ""
	}
	g.typeParams = nil
	var list []string
	for range strings.Count(params, ",") {
		list = append(list, g.key())
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// iface is an interface; it has a method to guard, nearly always.
func (g *grammar) iface(embeddable []string) string {
	g.methods = nil
	var out strings.Builder
	out.WriteString("interface {\n")
	for _, e := range embeddable {
		if g.chance(2) {
			out.WriteString("\t" + g.one(e, "("+e+")") + "\n")
		}
	}
	for range g.pick(3) {
		out.WriteString("\t" + g.embedded() + "\n")
	}
	for range 1 + g.pick(4) {
		out.WriteString(g.comment() + "\t" + g.fresh(&g.methods, methodNames) + g.signature(g.pick(4) < 3) + "\n")
	}
	if g.isLast {
		out.WriteString(g.streaming())
	}
	out.WriteString("}")
	return out.String()
}

func (g *grammar) embedded() string {
	switch g.pick(6) {
	default:
		return "interface{ " + g.fresh(&g.methods, methodNames) + g.signature(true) + " }"
	case 1:
		g.methods = append(g.methods, "Error")
		return "error"
	case 2:
		return g.orInterface("io", "Closer")
	case 3:
		return g.orInterface("example.com/pay/v2", "Client")
	case 4:
		if f := g.orInterface("example.com/pay/v2", "Store"); f != "interface{}" {
			return f + "[" + g.key() + ", " + g.typ() + "]"
		}
		return "interface{}"
	case 5:
		return g.orInterface("net/http", "RoundTripper")
	}
}

func (g *grammar) directive() string {
	return g.one("", "", "// It is.\n", "//cbgen:breaker failures=2\n", "/*\n It is, in a block.\n*/\n", "//\n// Deprecated: Use another.\n//\n//cbgen:bulkhead max=2\n")
}

func (g *grammar) comment() string {
	return g.one("", "", "\t// Does it: ` */ \"\n\t//\n\t//\tcode\n", "\t//cbgen:skip\n", "\t/* In a block:\n\n\t- a list\n\t*/\n", "\t//cbgen:bulkhead max=1 wait=1s\n\t//nolint:all\n", "\t//line other.go:7\n")
}
