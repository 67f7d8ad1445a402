package generator

import (
	"cmp"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cbgen/cbgen/internal/spelling"
)

// falseLetter precedes the word that is meant.
const falseLetter = "there is a character in this word that only looks right, or cannot be seen: write "

// hiddenIn says what to do about the first character that cannot be seen, or that looks like a
// space, and where it is; the advice is empty if there is none.
func hiddenIn(words []word) (at token.Pos, advice string) {
	for _, w := range words {
		i := strings.IndexFunc(w.text, isHidden)
		if i < 0 {
			continue
		}
		if c, _ := utf8.DecodeRuneInString(w.text[i:]); isInvisible(c) {
			return w.after(i), "there is an invisible character here: remove it"
		}
		return w.after(i), "this is not the space of the keyboard: write it anew"
	}
	return token.NoPos, ""
}

func (p *directiveParser) unknownKey(name, value string) string {
	if name == "" {
		return "a key is missing before the equals sign: " + p.verb.name + " takes " + p.verb.listArguments()
	}
	if name == "off" {
		return "off takes no value: write " + p.written("off")
	}
	if bare := p.verb.bare; bare != nil && name == bare.Name {
		return "write " + p.written(cmp.Or(value, bare.Example)) + ", without " + name + "="
	}
	if looksLike := p.verb.key(plain(name)); looksLike != nil && !isASCII(name) {
		return falseLetter + looksLike.Name
	}
	if other := p.verb.otherWith(name); other != nil {
		return name + " is a key of " + other.name + ": move it there"
	}
	return "unknown key " + name + ": " + p.verb.name + " takes " + p.verb.listArguments() + spelling.Hint(name, p.verb.keyNames())
}

// otherWith is a verb that has the key: of several, one that is named after v, as retryif after retry.
func (v *verb) otherWith(key string) *verb {
	var found *verb
	for _, other := range verbs {
		if other.key(key) != nil && (found == nil || strings.HasPrefix(other.name, v.name)) {
			found = other
		}
	}
	return found
}

// notAssigned says how to write an argument that has no equals sign.
func (p *directiveParser) notAssigned(arg string) string {
	if required := p.verb.required; required != "" && !p.meant[required] && arg[0] >= '0' && arg[0] <= '9' {
		p.meant[required] = true
		return "write " + required + "=" + arg
	}
	if p.verb == &retry && (goName.MatchString(arg) || arg[0] == '*') {
		return "retryif says which errors are retried: write " + p.along(&retryIf, arg)
	}
	if k := p.onlyKeyFor(arg); k != nil {
		return "write " + k.Name + "=" + arg
	}
	name, value, _ := strings.Cut(strings.TrimRight(arg, ",;:"), ":")
	p.meant[spelling.Nearest(name, p.verb.keyNames())] = true
	if k := p.verb.key(name); k != nil {
		return "write " + name + "=" + cmp.Or(value, k.Example)
	}
	return "write key=value: " + p.verb.name + " takes " + p.verb.listArguments() +
		spelling.Hint(name, append(p.verb.keyNames(), "off"))
}

// onlyKeyFor is the key of the verb that can have the value, nil if there is not exactly one.
func (p *directiveParser) onlyKeyFor(value string) *key {
	var found *key
	for i := range p.verb.keys {
		k, scratch := &p.verb.keys[i], p.policy
		if k.kind != ofPolicy || k.Name == "group" || k.set(&scratch, value) != nil { // a group can be called anything
			continue
		}
		if found != nil {
			return nil
		}
		found = k
	}
	return found
}

// severalValues says how to write an argument that has a comma or a semicolon in it.
func (p *directiveParser) severalValues(k *key, value string, parts []string) string {
	scratch, decimal := p.policy, strings.Replace(value, ",", ".", 1)
	isArgument := func(part string) bool { return strings.Contains(part, "=") || part == "off" }
	switch {
	case decimalComma.MatchString(value) && k.set(&scratch, decimal) == nil:
		return "write " + k.Name + "=" + decimal + ", with a point"
	case !slices.ContainsFunc(parts, func(part string) bool { return !isArgument(part) }):
		return "spaces alone separate arguments: write " + strings.Join(parts, " ")
	default:
		return k.Name + " takes one value: write " + parts[0]
	}
}

var decimalComma = regexp.MustCompile(`^[0-9]+,[0-9]`)

// aboutKey makes a sentence of a problem with a key.
func aboutKey(name, problem string) string {
	switch {
	case strings.HasPrefix(problem, name+"="):
		return problem
	case strings.HasPrefix(problem, "must ") || strings.HasPrefix(problem, "has "):
		return name + " " + problem
	default:
		return name + ": " + problem
	}
}
