package generator

import (
	"errors"
	"go/token"
	"slices"
	"strings"

	cb "github.com/cbgen/cbgen/runtime"
)

// A directive is one verb with its arguments, from a comment or from a tag.
type directive struct {
	verb *verb
	pos  token.Pos // of the verb
	keys map[string]token.Pos
	off  bool

	policy cb.Policy // the verb's part of it, with its defaults
}

// at is where the key was written, or the directive if it was not.
func (d *directive) at(key string) token.Pos {
	if pos, ok := d.keys[key]; ok {
		return pos
	}
	return d.pos
}

// A word is a part of a directive's text.
type word struct {
	text string
	pos  token.Pos
}

// splitWords are the words of the text that begins at pos.
func splitWords(text string, pos token.Pos) []word {
	var words []word
	for offset := 0; offset < len(text); {
		rest := strings.TrimLeft(text[offset:], " \t\r")
		start := len(text) - len(rest)
		length := strings.IndexAny(rest, " \t\r")
		if length < 0 {
			length = len(rest)
		}
		if length > 0 {
			words = append(words, word{rest[:length], pos + token.Pos(start)})
		}
		offset = start + length
	}
	return words
}

// parseDirective reads the arguments of the verb that stands at name.pos. It reports what
// is wrong; then the result is nil.
func parseDirective(name word, args []word, d *diagnostics) *directive {
	v := verbNamed(name.text)
	if v == nil {
		d.add(name.pos, "unknown verb %s: cbgen has %s%s", name.text, listVerbs(), didYouMean(name.text, verbNames()))
		return nil
	}
	p := &directiveParser{
		directive:   &directive{verb: v, pos: name.pos, keys: make(map[string]token.Pos), policy: v.zero},
		diagnostics: d,
	}
	for _, arg := range args {
		p.argument(arg)
	}
	p.finish(args)
	if p.failed {
		return nil
	}
	return p.directive
}

type directiveParser struct {
	*directive
	*diagnostics
	failed bool
}

func (p *directiveParser) fail(pos token.Pos, format string, args ...any) {
	p.failed = true
	p.diagnostics.add(pos, format, args...)
}

func (p *directiveParser) argument(arg word) {
	if len(p.verb.keys) == 0 {
		p.fail(arg.pos, "%s takes no arguments: remove %s", p.verb.name, arg.text)
		return
	}
	if arg.text == "off" {
		p.off = true
		return
	}
	name, value, ok := strings.Cut(arg.text, "=")
	if !ok {
		p.fail(arg.pos, "%s", p.notAssigned(arg.text))
		return
	}
	k := p.verb.key(name)
	if k == nil {
		p.fail(arg.pos, "unknown key %s: %s takes %s%s", name, p.verb.name, p.verb.listKeys(), didYouMean(name, p.verb.keyNames()))
		return
	}
	if _, again := p.keys[name]; again {
		p.fail(arg.pos, "%s is given twice: keep one", name)
		return
	}
	p.keys[name] = arg.pos
	if err := k.set(&p.policy, value); err != nil {
		p.fail(arg.pos+token.Pos(len(name)+1), "%s: %v", name, err)
	}
}

// notAssigned says how to write an argument that has no equals sign.
func (p *directiveParser) notAssigned(arg string) string {
	name := strings.TrimRight(strings.SplitN(arg, ":", 2)[0], ",")
	switch {
	case p.verb.key(name) != nil:
		return "write " + name + "=" + p.verb.key(name).example + ", without spaces"
	case strings.HasPrefix(arg, "//"):
		return "a directive takes no comment: put it on a line of its own"
	default:
		return "write key=value: " + p.verb.name + " takes " + p.verb.listKeys() +
			didYouMean(name, append(p.verb.keyNames(), "off"))
	}
}

// finish judges the directive as a whole, once all of its arguments are right.
func (p *directiveParser) finish(args []word) {
	if p.failed {
		return
	}
	if p.off {
		if len(args) > 1 {
			p.fail(p.pos, "off stands alone: remove it, or the other arguments")
		}
		p.policy = cb.Policy{}
		return
	}
	if required := p.verb.key(p.verb.required); required != nil && p.keys[required.name] == 0 {
		p.fail(p.pos, "%s needs %s: write %s=%s", p.verb.name, required.name, required.name, required.example)
		return
	}
	if pos, ok := p.keys["queue"]; ok && p.policy.Bulkhead.Queue == 0 && p.policy.Bulkhead.Wait > 0 {
		p.fail(pos, "queue=0 lets nobody wait, but wait does: remove one of them")
	}
	for _, problem := range policyErrors(p.policy.Validate()) {
		message := problem.Problem
		if !strings.HasPrefix(message, problem.Key+"=") {
			message = problem.Key + " " + message
		}
		p.fail(p.at(problem.Key), "%s", message)
	}
	p.policy = p.policy.WithDefaults()
}

// policyErrors takes the join apart that [cb.Policy.Validate] returns.
func policyErrors(err error) []*cb.PolicyError {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*cb.PolicyError
		for _, e := range joined.Unwrap() {
			all = append(all, policyErrors(e)...)
		}
		return all
	}
	if problem, ok := errors.AsType[*cb.PolicyError](err); ok {
		return []*cb.PolicyError{problem}
	}
	return nil
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
