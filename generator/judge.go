package generator

import (
	"errors"
	"strings"

	cb "github.com/cbgen/cbgen/runtime"
)

// finish judges the directive as a whole.
func (p *directiveParser) finish(alone bool) {
	if p.off.IsValid() {
		if !alone {
			p.fail(p.off, "off stands alone: remove it, or the other arguments")
		}
		p.policy = cb.Policy{}
		return
	}
	if required := p.verb.key(p.verb.required); required != nil && !p.meant[required.Name] {
		p.fail(p.pos, "%s needs %s: write %s=%s", p.verb.name, required.Name, required.Name, required.Example)
	}
	if required := p.verb.bareNamed(p.verb.required); required != nil && !p.meant[required.Name] {
		p.fail(p.pos, "%s needs an %s: write %s", p.verb.name, required.Name, p.written(required.Example))
	}
	if p.verb.needs != "" && len(p.arguments) == 0 && !p.wrong {
		first, others, _ := strings.Cut(p.quoted(p.verb.needs), ",")
		p.fail(p.pos, "%s says nothing as it stands: write %s", p.verb.name, strings.TrimSuffix(p.written(first)+","+others, ","))
	}
	if p.verb.word != "" && len(p.given) == 0 {
		p.fail(p.pos, "%s needs a word: write %s", p.verb.name, p.written(p.verb.word))
	}
	p.checkPolicy()
	p.policy = p.policy.WithDefaults()
}

func (p *directiveParser) checkPolicy() {
	isPartial := p.wrong
	if isPartial {
		p.assumeTheBest()
	}
	if p.wasGiven("queue") && p.wasGiven("wait") && p.policy.Bulkhead.Queue == 0 && p.policy.Bulkhead.Wait > 0 {
		p.fail(p.valuePos("queue"), "queue=0 lets nobody wait, but wait does: remove one of them")
	}
	for _, problem := range policyErrors(p.policy.Validate()) {
		key, name := problem.Key, problem.Key
		if key == "" && p.verb.bare != nil {
			key, name = p.verb.bare.Name, p.verb.name
		}
		if isPartial && !p.wasGiven(key) {
			continue
		}
		pos := p.valuePos(key)
		if strings.HasPrefix(problem.Problem, "has no effect") {
			pos = p.keyPos(key)
		}
		p.fail(pos, "%s", aboutKey(name, problem.Problem))
	}
}

// assumeTheBest gives the keys that may have been meant, but were not read, the values that
// no other key contradicts. What is wrong then is wrong whatever was meant.
func (p *directiveParser) assumeTheBest() {
	best := map[string]string{
		"rate": "50%", "window": "1000000", "slow": "1s", "open": "1ns", "factor": "2",
		"max": "1", "wait": "1s",
	}
	for _, k := range p.verb.keys {
		value, ok := best[k.Name]
		if ok && !p.wasGiven(k.Name) && (p.meant[k.Name] || p.meant[""]) {
			k.set(&p.policy, value)
		}
	}
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
