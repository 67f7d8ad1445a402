package generator

import (
	"slices"
	"strings"
)

// signature is one of a method, with an error as its last result if it is to be guarded.
func (g *grammar) signature(guarded bool) string {
	var taken []string
	params := g.list(g.pick(5), &taken, true, "")
	last := ""
	if guarded {
		last = "error"
	}
	n := g.pick(3)
	if n == 0 && guarded && !g.chance(2) {
		return "(" + params + ") error"
	}
	if guarded {
		n++
	}
	if n == 0 {
		return "(" + params + ")"
	}
	return "(" + params + ") (" + g.list(n, &taken, false, last) + ")"
}

// list is parameters or results, all named or none.
func (g *grammar) list(n int, taken *[]string, mayBeVariadic bool, last string) string {
	named := g.chance(2)
	var all []string
	for i := range n {
		t := g.typ()
		if i == n-1 && last != "" {
			t = last
		}
		if i == n-1 && mayBeVariadic && g.chance(4) {
			t = "..." + t
		}
		switch {
		case named && g.chance(6):
			t = "_ " + t
		case named:
			t = g.fresh(taken, variableNames) + " " + t
		}
		all = append(all, t)
	}
	return strings.Join(all, ", ")
}

// key is a type that can be the key of a map.
func (g *grammar) key() string {
	keys := append([]string{"string", "int8", "[3]bool", "struct{ A, b int8 }"}, g.comparable...)
	for _, hidden := range g.typeParams {
		keys = slices.DeleteFunc(keys, func(k string) bool { return k == hidden })
	}
	return keys[g.pick(len(keys))]
}

func (g *grammar) typ() string {
	g.depth++
	defer func() { g.depth-- }()
	if g.depth > 3 {
		return g.simple()
	}
	switch g.pick(22) {
	default:
		return g.simple()
	case 8:
		return "*" + g.typ()
	case 9:
		return "[]" + g.typ()
	case 10:
		return g.one("[2]", "[0]", "[1 << 3]", "[len(\"abc\")]") + g.typ()
	case 11:
		return "map[" + g.key() + "]" + g.typ()
	case 12:
		return g.one("chan ", "<-chan ", "chan<- ") + g.typ()
	case 13:
		return "chan (<-chan " + g.typ() + ")"
	case 14:
		return "func" + g.signature(g.chance(2))
	case 15:
		return "struct{ A " + g.typ() + g.one("", " `json:\"a\"`", " \"`\\\"\\n\"") + "; b, _ " + g.typ() + "; " + g.embeddedField() + " }"
	case 16:
		return "interface{ Do" + g.signature(g.chance(2)) + "; " + g.orInterface("fmt", "Stringer") + " }"
	case 17:
		if f := g.from("iter", "Seq2"); f != "struct{}" {
			return f + "[" + g.typ() + ", " + g.typ() + "]"
		}
		return "bool"
	case 18:
		if f := g.from("example.com/pay/v2", g.one("Page", "Pages")); f != "struct{}" {
			return f + "[" + g.typ() + "]"
		}
		return "bool"
	case 19:
		if len(g.generic) == 0 {
			return "struct{}"
		}
		name := g.generic[g.pick(len(g.generic))]
		if slices.Contains(g.typeParams, name) {
			return name
		}
		return name + "[" + g.typ() + "]"
	case 20:
		return g.from("unsafe", "Pointer")
	case 21:
		return "(" + g.typ() + ")"
	}
}

func (g *grammar) embeddedField() string {
	return g.one("", "error", "int8", "*int16")
}

func (g *grammar) simple() string {
	usable := slices.DeleteFunc(slices.Clone(g.typeParams), func(name string) bool { return name == "_" })
	switch g.pick(6) {
	default:
		return g.one("string", "int", "error", "any", "byte", "rune", "bool", "uintptr", "complex128")
	case 1:
		switch g.pick(10) {
		default:
			return g.from("context", "Context")
		case 9:
			return "*" + g.from(runtimePath, "Guard")
		case 1:
			return "*" + g.from("net/http", "Request")
		case 2:
			return g.from("time", "Duration")
		case 3:
			return "*" + g.from("math/rand", "Rand")
		case 4:
			return "*" + g.from("example.com/rand", "Rand")
		case 5:
			return "*" + g.from("text/template", "Template")
		case 6:
			return "*" + g.from("html/template", "Template")
		case 7:
			return g.from("io/fs", "FS")
		case 8:
			return g.from("example.com/pay/v2", g.one("Money", "Client", "Failure", "Error"))
		}
	case 2, 3:
		if len(usable) > 0 {
			return usable[g.pick(len(usable))]
		}
		return "int16"
	case 4, 5:
		if len(g.own) > 0 {
			return g.own[g.pick(len(g.own))]
		}
		return "int32"
	}
}
