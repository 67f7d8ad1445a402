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
		name, value, length, ok := cutTag(text[offset:])
		if !ok {
			d.add(at(offset), "a malformed tag: write breaker:\"failures=5\", separated by spaces")
			return nil
		}
		start := offset + len(name) + len(`:"`)
		args := splitWords(value, func(offset int) token.Pos { return at(start + offset) })
		if next := parseDirective(word{name, at(offset)}, args, d); next != nil {
			said.add(next, d)
		}
		offset += length
	}
	return said
}

// unquoted is the text of a string literal, and where each byte of it stands.
func unquoted(literal *ast.BasicLit) (text string, at func(offset int) token.Pos) {
	inside := literal.Value[1 : len(literal.Value)-1]
	start := literal.Pos() + 1
	if literal.Value[0] == '`' {
		return inside, func(offset int) token.Pos { return start + token.Pos(offset) }
	}
	var b strings.Builder
	var positions []token.Pos
	for rest := inside; rest != ""; {
		r, _, tail, err := strconv.UnquoteChar(rest, '"')
		if err != nil {
			break // the parser has said so
		}
		pos := start + token.Pos(len(inside)-len(rest))
		b.WriteRune(r)
		for len(positions) < b.Len() {
			positions = append(positions, pos)
		}
		rest = tail
	}
	return b.String(), func(offset int) token.Pos { return positions[min(offset, len(positions)-1)] }
}

// cutTag cuts key:"value" off the front of a tag, the way that [reflect.StructTag] does.
func cutTag(tag string) (name, value string, length int, ok bool) {
	colon := strings.IndexAny(tag, ": \"")
	if colon <= 0 || !strings.HasPrefix(tag[colon:], `:"`) {
		return "", "", 0, false
	}
	quoted, err := strconv.QuotedPrefix(tag[colon+1:])
	if err != nil {
		return "", "", 0, false
	}
	value, _ = strconv.Unquote(quoted) // QuotedPrefix has checked it
	return tag[:colon], value, colon + 1 + len(quoted), true
}
