package generator

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// codeArgument reads an argument that is Go code as far as that can be done without knowing
// types, and is the number of words that it took; 0 if the first word begins no such argument.
func (p *directiveParser) codeArgument(args []word) int {
	name, value, assigned := args[0].cut("=")
	if k := p.verb.key(strings.TrimRight(name.text, ":")); k != nil && k.kind.isCode() {
		return p.codeValue(k, args, value, assigned)
	}
	isKey := assigned && isKeyLike(name.text) || p.verb.key(strings.TrimRight(name.text, ":")) != nil
	if p.verb.bare == nil || !p.verb.bare.kind.isCode() || isKey {
		return 0
	}
	if p.verb.bare.kind == expression {
		return p.bareExpression(p.verb.bare, args)
	}
	return p.bareCode(p.verb.bare, args)
}

// bareExpression reads the expression that has no key before it.
func (p *directiveParser) bareExpression(k *key, args []word) int {
	arg, n := args[0], p.runOf(args)
	isGiven := p.given[k.Name]
	p.given[k.Name], p.meant[k.Name] = true, true
	switch {
	case isGiven:
		p.fail(arg.pos, "%s takes one %s: keep one", p.verb.name, k.Name)
	case arg.isQuoted():
		p.setCode(k, arg, arg, p.written(k.Example))
		return 1
	case n > 1:
		p.fail(arg.pos, "write %s", p.written(p.inQuotes(k, args[:n])))
	default:
		p.setCode(k, arg, arg, p.written(k.Example))
	}
	return n
}

// setCode takes in the value, or reports it as what should be like the example.
func (p *directiveParser) setCode(k *key, arg, value word, example string) {
	given := argument{key: arg.pos, value: value.pos, text: value.text, code: []word{value}}
	if value.isQuoted() {
		inside, ok := value.unquoted()
		if !ok {
			p.fail(value.pos, "this is to end with the quote that it begins with: "+
				"write %s, and the other kind of quotes inside", example)
			return
		}
		if strings.TrimSpace(inside.text) == "" {
			p.fail(value.pos, "%s needs a value: write %s", k.Name, example)
			return
		}
		given.code = []word{inside}
	}
	p.arguments[k.Name] = given
}

// isKeyLike reports whether what stands before an equals sign is meant to be a key.
func isKeyLike(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return !isLetterOrDigit(c) })
}

// codeValue reads key=value. A value that was meant to have spaces in it ends where the next
// argument begins.
func (p *directiveParser) codeValue(k *key, args []word, value word, assigned bool) int {
	arg, n := args[0], p.runOf(args)
	if !assigned || value.text == "" || !value.isQuoted() && n > 1 {
		p.given[k.Name], p.meant[k.Name] = true, true
		p.fail(arg.pos, "write %s=%s", k.Name, p.inQuotes(k, args[:n]))
		return n
	}
	if p.known(k.Name, arg) == nil {
		return 1
	}
	p.setCode(k, arg, value, k.Name+"="+p.quoted(k.Example))
	return 1
}

// runOf is how many words there are before the next argument that has a key.
func (p *directiveParser) runOf(args []word) int {
	n := 1
	for n < len(args) {
		name, _, assigned := strings.Cut(args[n].text, "=")
		if assigned && name != "" && isKeyLike(name) || p.verb.key(args[n].text) != nil || args[n].text == "off" || strings.HasPrefix(args[n].text, "//") {
			break
		}
		n++
	}
	return n
}

// inQuotes is how to write the value that stands in several words.
func (p *directiveParser) inQuotes(k *key, args []word) string {
	text := strings.TrimLeft(strings.TrimPrefix(joinWords(args, " "), k.Name), ":= ")
	switch {
	case text == "":
		return p.quoted(k.Example)
	case args[0].isQuoted():
		return text
	case p.inTag && !strings.Contains(text, "'"):
		return "'" + strings.ReplaceAll(text, `"`, `\"`) + "'"
	case p.inTag:
		return `\"` + text + `\"`
	case !strings.Contains(text, `"`):
		return `"` + text + `"`
	default:
		return "'" + text + "'"
	}
}

// quoted is an example with the quotes that are written here: a tag is in double ones already.
func (p *directiveParser) quoted(example string) string {
	if p.inTag {
		return strings.ReplaceAll(example, `"`, "'")
	}
	return example
}

// bareCode reads the list of errors, or the name of a function, that has no key before it.
func (p *directiveParser) bareCode(k *key, args []word) int {
	n := p.runOf(args)
	before, isGiven := p.arguments[k.Name]
	given := argument{key: args[0].pos, value: args[0].pos, text: joinWords(args[:n], "")}
	p.given[k.Name], p.meant[k.Name] = true, true
	for _, arg := range args[:n] {
		given.code = append(given.code, splitList(arg)...)
	}
	if i := slices.IndexFunc(given.code, isNoName); i >= 0 {
		p.fail(args[0].pos, "%s", p.noName(k, given.code[i], args[:n]))
		return n
	}
	for i, item := range given.code {
		if slices.ContainsFunc(given.code[:i], func(other word) bool { return other.text == item.text }) {
			p.fail(item.pos, "%s is given twice: keep one", item.text)
			return n
		}
	}
	list := joinWords(given.code, ",")
	switch {
	case k.kind == functionName && len(given.code) > 1:
		p.fail(given.code[1].pos, "%s takes one function: keep one", p.verb.name)
	case list != given.text:
		p.fail(args[0].pos, "one comma stands between two errors: write %s", p.written(list))
	case isGiven:
		p.fail(args[0].pos, "%s are given twice: write %s", k.Name, p.written(before.text+","+list))
	default:
		p.arguments[k.Name] = given
	}
	return n
}

// codeName is a variable, a function or a type, of the package or of another one.
var codeName = regexp.MustCompile(`^\*?[\pL_][\pL\pN_]*(\.[\pL_][\pL\pN_]*)?(\[.*\])?$`)

func isNoName(w word) bool { return !codeName.MatchString(w.text) }

// noName says how to write an argument that is no name.
func (p *directiveParser) noName(k *key, item word, args []word) string {
	if name := strings.Trim(item.text, `"'`); name != item.text && codeName.MatchString(name) {
		return fmt.Sprintf("%s takes no quotes: write %s", p.verb.name, p.written(name))
	}
	for i := range p.verb.keys {
		other := &p.verb.keys[i]
		if value, ok := strings.CutPrefix(item.text, other.Name+":"); ok {
			return "write " + other.Name + "=" + cmp.Or(value, other.Example)
		}
		if other.kind == expression && (!strings.Contains(args[0].text, ",") || strings.Contains(item.text, "(")) {
			return fmt.Sprintf("%s is not the name of an error: for an expression, write %s",
				item.text, p.written(other.Name+"="+p.inQuotes(other, args)))
		}
	}
	example := k.Example
	if name, ok := strings.CutSuffix(item.text, "()"); ok && codeName.MatchString(name) {
		example = name
	}
	what := map[valueKind]string{errorList: "an error", functionName: "a function"}[k.kind]
	return fmt.Sprintf("%s is not the name of %s: write %s", item.text, what, p.written(example))
}

// splitList are the items of a list. A comma within brackets is part of an item.
func splitList(list word) []word {
	var items []word
	depth, start := 0, 0
	for i, c := range list.text + "," {
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		case (c == ',' || c == ';') && depth <= 0:
			if i > start {
				items = append(items, list.part(start, i))
			}
			start = i + 1
		}
	}
	return items
}

func joinWords(words []word, separator string) string {
	var texts []string
	for _, w := range words {
		texts = append(texts, w.text)
	}
	return strings.Join(texts, separator)
}
