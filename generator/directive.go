package generator

import (
	"go/token"
	"slices"
	"strings"

	cb "github.com/cbgen/cbgen/runtime"
)

// A directive is one verb with its arguments, from a comment or from a tag.
type directive struct {
	verb      *verb
	pos       token.Pos // of the verb
	arguments map[string]argument
	off       token.Pos // of the word off, if it is there
	wrong     bool      // it was reported, and what it says may not be what is meant
	inTag     bool      // and not in a comment

	policy cb.Policy // the verb's part of it, with its defaults
}

// An argument is where a key and its value stand, and the value as it was written. Where
// there is no key, its place is the value's.
type argument struct {
	key, value token.Pos
	text       string
	code       []word // the value where it is Go: an expression without its quotes, or the items of a list
}

// wasGiven reports whether the key was written, with a value that can be read.
func (d *directive) wasGiven(key string) bool {
	_, ok := d.arguments[key]
	return ok
}

// keyPos is where the key was written, or the directive if it was not.
func (d *directive) keyPos(key string) token.Pos {
	if a, ok := d.arguments[key]; ok {
		return a.key
	}
	return d.pos
}

// valuePos is where the key's value was written, or the directive if it was not.
func (d *directive) valuePos(key string) token.Pos {
	if a, ok := d.arguments[key]; ok {
		return a.value
	}
	return d.pos
}

// written is the directive with other arguments, as it is written where it stands.
func (d *directive) written(arguments string) string {
	if d.inTag {
		return d.verb.name + `:"` + arguments + `"`
	}
	return d.verb.name + " " + arguments
}

// along is a directive of another verb, as it is written where this one stands.
func (d *directive) along(v *verb, arguments string) string {
	if d.inTag {
		return v.name + `:"` + arguments + `"`
	}
	return strings.TrimSpace("//cbgen:" + v.name + " " + arguments)
}

// directives are those of one place: one of each verb.
type directives []*directive

func (ds directives) verb(name string) *directive {
	for _, d := range ds {
		if d.verb.name == name {
			return d
		}
	}
	return nil
}

func (ds directives) isWrong() bool {
	return slices.ContainsFunc(ds, func(d *directive) bool { return d.wrong })
}

// add takes in another directive of the same place, unless it does not go with the others.
func (ds *directives) add(next *directive, d *diagnostics) {
	isSkip := func(x *directive) bool { return x.verb == &skip }
	switch {
	case ds.verb(next.verb.name) != nil:
		d.add(next.pos, "%s is given twice: keep one", next.verb.name)
	case isSkip(next) && len(*ds) > 0, slices.ContainsFunc(*ds, isSkip):
		d.add(next.pos, "a method that is skipped has no policy: remove skip, or the others")
	default:
		*ds = append(*ds, next)
	}
}
