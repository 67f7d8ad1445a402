package generator

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// readTag reads a tag's verbs. It takes the tag apart itself, for the sake of positions.
func readTag(tag *ast.BasicLit, d *diagnostics) directives {
	text, at := unquoted(tag)
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		d.add(at(i), "a tag is read up to the end of its line: write all of it on one")
		return nil
	}
	var said directives
	for offset := 0; offset < len(text); {
		if text[offset] == ' ' {
			offset++
			continue
		}
		name, value, ok := cutTag(newWord(text, at).part(offset, len(text)))
		if !ok {
			d.add(at(offset), "a malformed tag: write breaker:\"failures=5\", separated by spaces")
			return nil
		}
		if name.text == "cbgen" {
			inside, _ := unquote(value)
			d.add(name.pos, "a tag has the name of its verb: write %s", asTag(inside))
			return nil
		}
		if next := parseDirective(name, splitWords(unquote(value)), true, d); next != nil {
			said.add(next, d)
		}
		offset += len(name.text) + len(":") + len(value.text)
		if offset < len(text) && text[offset] != ' ' {
			d.add(at(offset), "spaces alone separate the verbs of a tag: write one here")
			return nil
		}
	}
	return said
}

// asTag is the tag for the text of a directive.
func asTag(text string) string {
	verb, arguments, _ := strings.Cut(strings.TrimSpace(text), " ")
	if verbNamed(verb) == nil {
		return `breaker:"failures=5"`
	}
	return verb + `:"` + arguments + `"`
}

// unquoted is the text of a string literal, and where each byte of it stands.
func unquoted(literal *ast.BasicLit) (text string, at func(offset int) token.Pos) {
	return unquote(newWord(literal.Value, func(offset int) token.Pos { return literal.Pos() + token.Pos(offset) }))
}

func unquote(quoted word) (text string, at func(offset int) token.Pos) {
	end := len(quoted.text) - 1
	inside := quoted.part(1, end)
	if quoted.text[0] == '`' {
		return inside.text, inside.at
	}
	var b strings.Builder
	var offsets []int
	for rest := inside.text; rest != ""; {
		r, _, tail, err := strconv.UnquoteChar(rest, '"')
		if err != nil {
			break // the parser has said so
		}
		b.WriteRune(r)
		for len(offsets) < b.Len() {
			offsets = append(offsets, len(inside.text)-len(rest))
		}
		rest = tail
	}
	offsets = append(offsets, len(inside.text))
	return b.String(), func(offset int) token.Pos { return inside.at(offsets[min(offset, len(offsets)-1)]) }
}

// cutTag cuts key:"value" off the front of a tag, the way that [reflect.StructTag] does. The
// value is still in its quotes.
func cutTag(tag word) (name, value word, ok bool) {
	colon := strings.IndexAny(tag.text, ": \"")
	if colon <= 0 || !strings.HasPrefix(tag.text[colon:], `:"`) {
		return word{}, word{}, false
	}
	start := colon + len(":")
	quoted, err := strconv.QuotedPrefix(tag.text[start:])
	if err != nil {
		return word{}, word{}, false
	}
	return tag.part(0, colon), tag.part(start, start+len(quoted)), true
}
