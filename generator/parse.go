package generator

import (
	"cmp"
	"go/token"
	"slices"
	"strings"

	"github.com/cbgen/cbgen/internal/spelling"
)

// A directiveParser reads one directive. It goes on after a mistake, so that the user sees
// all of them, but reports nothing that may only follow from one.
//
// There is one rule for positions: a wrong value is reported at the value; a wrong key, or
// one that has no effect, at the key; what is missing, at the verb.
type directiveParser struct {
	*directive
	*diagnostics
	given map[string]bool // the keys that were written
	meant map[string]bool // these, and what misspelt ones are like: "" for one that is like no key
}

// parseDirective reads the arguments of the verb name. The directive is nil if the verb is
// none, nor like one.
func parseDirective(name word, args []word, inTag bool, d *diagnostics) *directive {
	v := verbNamed(name.text)
	if at, advice := hiddenIn(slices.Concat([]word{name}, args)); advice != "" {
		d.add(at, "%s", advice)
		verb, _, _ := strings.Cut(plain(name.text), " ")
		return wrongDirective(meantBy(verb), name.pos)
	}
	if looksLike := verbNamed(plain(name.text)); v == nil && looksLike != nil && !isASCII(name.text) {
		d.add(name.pos, "%s", falseLetter+looksLike.name)
		return wrongDirective(looksLike.name, name.pos)
	}
	if i := strings.IndexAny(name.text, "=:"); i > 0 && verbNamed(name.text[:i]) != nil && verbNamed(name.text[:i]).bare != nil {
		meant := verbNamed(name.text[:i])
		d.add(name.pos, "write %s %s, with a space", meant.name, cmp.Or(strings.Trim(name.text[i:], "=:"), meant.bare.Example))
		return wrongDirective(meant.name, name.pos)
	}
	if v == nil {
		d.add(name.pos, "unknown verb %s: cbgen has %s%s", name.text, listVerbs(), spelling.Hint(name.text, verbNames()))
		return wrongDirective(spelling.Nearest(name.text, verbNames()), name.pos)
	}
	p := &directiveParser{
		directive:   &directive{verb: v, pos: name.pos, arguments: make(map[string]argument), policy: v.zero, inTag: inTag},
		diagnostics: d,
		given:       make(map[string]bool),
		meant:       make(map[string]bool),
	}
	alone := !slices.ContainsFunc(args, func(arg word) bool { return arg.text != "off" })
	for len(args) > 0 {
		args = args[p.argument(args):]
	}
	p.finish(alone)
	return p.directive
}

// wrongDirective is one of which only the verb is known; nil if that is not.
func wrongDirective(name string, pos token.Pos) *directive {
	v := verbNamed(name)
	if v == nil {
		return nil
	}
	return &directive{verb: v, pos: pos, wrong: true}
}

func (p *directiveParser) fail(pos token.Pos, format string, args ...any) {
	p.wrong = true
	p.diagnostics.add(pos, format, args...)
}

// argument reads the first argument, and is the number of words that it took.
func (p *directiveParser) argument(args []word) int {
	arg := args[0]
	if strings.HasPrefix(arg.text, "//") {
		p.fail(arg.pos, "a directive takes no comment: put it on a line of its own")
		return len(args)
	}
	if p.verb.word != "" {
		p.setWord(arg)
		return 1
	}
	if len(p.verb.arguments()) == 0 {
		p.fail(arg.pos, "%s takes no arguments: remove what follows it", p.verb.name)
		return len(args)
	}
	if arg.text == "off" {
		p.setOff(arg)
		return 1
	}
	if n := p.codeArgument(args); n > 0 {
		return n
	}
	if name, value, n := p.spread(args); n > 1 {
		if k := p.known(name, arg); k != nil {
			p.fail(arg.pos, "write %s=%s without spaces", name, cmp.Or(value, k.Example))
		}
		return n
	}
	name, value, ok := strings.Cut(arg.text, "=")
	if !ok && p.verb.bare != nil && p.verb.bare.kind == ofPolicy {
		if len(args) > 1 && p.isUnit(p.verb.bare, arg.text, args[1].text) {
			p.fail(arg.pos, "write %s without spaces", p.written(arg.text+args[1].text))
			return 2
		}
		p.assignBare(arg)
		return 1
	}
	if !ok {
		p.fail(arg.pos, "%s", p.notAssigned(arg.text))
		return 1
	}
	k := p.known(name, arg)
	if k != nil && len(args) > 1 && k.kind == ofPolicy && p.isUnit(k, value, args[1].text) {
		p.fail(arg.pos, "write %s=%s%s without spaces", name, value, args[1].text)
		return 2
	}
	if k != nil {
		p.assign(k, value, arg)
	}
	return 1
}

// isUnit reports whether the next word makes a value of what is none without it: rate=50 %.
func (p *directiveParser) isUnit(k *key, value, next string) bool {
	scratch := p.policy
	return p.isPlain(next) && k.set(&scratch, value) != nil && k.set(&scratch, value+next) == nil
}

// setWord reads the one word that the verb takes.
func (p *directiveParser) setWord(arg word) {
	switch {
	case arg.text != p.verb.word:
		p.fail(arg.pos, "%s takes one word: write %s", p.verb.name, p.written(p.verb.word))
	case p.given[arg.text]:
		p.fail(arg.pos, "%s is given twice: keep one", arg.text)
	}
	p.given[arg.text] = true
}

func (p *directiveParser) setOff(arg word) {
	if !p.off.IsValid() {
		p.off = arg.pos
		return
	}
	if !p.given["off"] {
		p.fail(arg.pos, "off is given twice: keep one")
	}
	p.given["off"] = true
}

// spread puts an argument together that was written as several words, such as failures = 5
// or failures 5. Of any other, n is at most 1.
func (p *directiveParser) spread(args []word) (name, value string, n int) {
	name = strings.TrimRight(args[0].text, ":=")
	isName := p.verb.key(name) != nil || name+"=" == args[0].text
	if len(args) > 1 && name == args[0].text && strings.HasPrefix(args[1].text, "=") {
		isName, value, n = true, args[1].text[1:], 1
	}
	if !isName {
		return "", "", 0
	}
	n++
	if value == "" && n < len(args) && p.isPlain(args[n].text) {
		value = args[n].text
		n++
	}
	return name, value, n
}

// isPlain reports whether a word can be a value that belongs to the word before it.
func (p *directiveParser) isPlain(text string) bool {
	return !strings.Contains(text, "=") && !strings.HasPrefix(text, "//") && text != "off" && p.verb.key(text) == nil
}

// known is the key of that name, if the verb has it and it comes for the first time.
func (p *directiveParser) known(name string, arg word) *key {
	k := p.verb.key(name)
	switch {
	case k == nil:
		_, value, _ := strings.Cut(arg.text, "=")
		p.fail(arg.pos, "%s", p.unknownKey(name, value))
		p.meant[spelling.Nearest(name, p.verb.keyNames())] = true
		p.meant[name] = true // it may be that of the bare argument
		return nil
	case p.given[name]:
		p.fail(arg.pos, "%s is given twice: keep one", name)
		return nil
	}
	p.given[name], p.meant[name] = true, true
	return k
}

func (p *directiveParser) assign(k *key, value string, arg word) {
	pos := arg.after(len(k.Name) + len("="))
	if strings.ContainsAny(value, `"'`) {
		p.fail(pos, "%s takes no quotes: write %s=%s", k.Name, k.Name, cmp.Or(strings.Trim(value, `"'`), k.Example))
		return
	}
	if strings.ContainsAny(value, ",;") {
		parts := strings.FieldsFunc(arg.text, func(r rune) bool { return r == ',' || r == ';' })
		for _, part := range parts {
			name, _, _ := strings.Cut(part, "=")
			p.meant[name] = true
		}
		p.fail(pos, "%s", p.severalValues(k, value, parts))
		return
	}
	if value == "" {
		p.fail(pos, "%s needs a value: write %s=%s", k.Name, k.Name, k.Example)
		return
	}
	if err := k.set(&p.policy, value); err != nil {
		p.fail(pos, "%s", aboutKey(k.Name, err.Error()))
		return
	}
	p.arguments[k.Name] = argument{key: arg.pos, value: pos, text: value}
}

// assignBare is assign for the argument that is written without its name.
func (p *directiveParser) assignBare(arg word) {
	k := p.verb.bare
	if p.given[k.Name] {
		p.fail(arg.pos, "%s takes one %s: keep one", p.verb.name, k.Name)
		return
	}
	p.given[k.Name], p.meant[k.Name] = true, true
	if strings.ContainsAny(arg.text, `"'`) {
		p.fail(arg.pos, "%s takes no quotes: write %s", p.verb.name, p.written(cmp.Or(strings.Trim(arg.text, `"'`), k.Example)))
		return
	}
	if err := k.set(&p.policy, arg.text); err != nil {
		p.fail(arg.pos, "%s", aboutKey(p.verb.name, err.Error()))
		return
	}
	p.arguments[k.Name] = argument{key: arg.pos, value: arg.pos, text: arg.text}
}
