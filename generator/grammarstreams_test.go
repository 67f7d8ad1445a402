package generator

import "strings"

// streaming writes methods whose signatures policies are about: with contexts and requests, and
// with results that stream.
func (g *grammar) streaming() string {
	g.chooser, g.policies = g.policies, g.chooser
	defer func() { g.chooser, g.policies = g.policies, g.chooser }()
	var out strings.Builder
	for range g.pick(4) {
		var taken []string
		name := g.fresh(&g.methods, methodNames)
		params := g.named(g.parameters(), &taken, g.chance(3))
		results := g.named(g.results(), &taken, false)
		out.WriteString("\t" + name + "(" + params + ") (" + results + ")\n")
	}
	return out.String()
}

func (g *grammar) parameters() []string {
	var list []string
	switch g.pick(4) {
	case 1:
		list = append(list, g.from("context", "Context"))
	case 2:
		list = append(list, "*"+g.from("net/http", "Request"))
	case 3:
		list = append(list, g.typ(), g.from("context", "Context"))
	}
	for range g.pick(3) {
		list = append(list, g.one(g.typ(), g.key(), "*"+g.key()))
	}
	return list
}

func (g *grammar) results() []string {
	var list []string
	switch g.pick(10) {
	case 1:
		list = append(list, g.from("io", "ReadCloser"))
	case 2:
		list = append(list, "*"+g.from("net/http", "Response"))
	case 3:
		list = append(list, "<-chan "+g.typ())
	case 4:
		list = append(list, "func(func("+g.typ()+") bool)")
	case 5:
		list = append(list, "func(func("+g.typ()+", error) bool)")
	case 6:
		list = append(list, g.generically("iter", "Seq", g.typ()))
	case 7:
		list = append(list, g.generically("iter", "Seq2", g.typ()+", error"))
	case 8:
		list = append(list, "func() ("+g.typ()+", error)")
	case 9:
		if g.chance(2) {
			list = append(list, g.from("example.com/pay/v2", "Upload"))
		} else {
			list = append(list, g.generically("example.com/pay/v2", "Stream", g.typ()))
		}
	}
	if g.chance(4) {
		list = append([]string{g.typ()}, list...)
	}
	if len(list) == 0 || !g.chance(3) {
		list = append(list, "error")
	}
	return list
}

// generically is a name of another package's with type arguments.
func (g *grammar) generically(path, name, args string) string {
	if f := g.from(path, name); f != "struct{}" {
		return f + "[" + args + "]"
	}
	return "bool"
}

// named are parameters or results of the types, all named or none.
func (g *grammar) named(list []string, taken *[]string, isVariadic bool) string {
	isNamed := g.chance(2)
	for i := range list {
		if isVariadic && i == len(list)-1 {
			list[i] = "..." + list[i]
		}
		switch {
		case isNamed && g.chance(8):
			list[i] = "_ " + list[i]
		case isNamed:
			list[i] = g.fresh(taken, variableNames) + " " + list[i]
		}
	}
	return strings.Join(list, ", ")
}
