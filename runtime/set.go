package runtime

import (
	"cmp"
	"errors"
	"strings"
)

// off is what a directive says instead of keys, to take its verb away.
const off = "off"

// Set changes one key, as a directive does: Set("breaker", "open", "10s"). Without a key the
// value is off, which takes the verb away; not so key and stream, with which a method is
// generated. A verb that the policy does not have yet begins with what a directive's would say
// without keys, its jitter of 20 % for instance.
//
// The error is a [*PolicyError]. Whether the keys go together is for [Policy.Validate] to say.
func (p *Policy) Set(verb, key, value string) error {
	return p.set(setting{verb: verb, key: key, value: value})
}

// Get is the value of a key, as a directive writes it. It is empty if the field was left zero,
// and that is no value of its own.
func (p *Policy) Get(verb, key string) string {
	if k := policyKeyNamed(verb, key); k != nil {
		return k.get(p)
	}
	return ""
}

// A setting is what one key of a policy is to be.
type setting struct {
	verb, key, value string
	isDefault        bool // as if the key had been left out; there is no value then
}

// set does what one setting says, or nothing.
func (p *Policy) set(s setting) error {
	v, k := policyVerbNamed(s.verb), policyKeyNamed(s.verb, s.key)
	next := *p
	next.Off = false
	switch {
	case v == nil:
		return &PolicyError{s.verb, "", "there is no such verb: a policy has " + listed(policyVerbNames())}
	case s.key == "" && s.value == off && v.generated:
		return &PolicyError{s.verb, "", "cannot be off while running: the method is generated with it; say so in the directive, and generate it again"}
	case s.key == "" && s.value == off:
		v.remove(&next)
		next.Off = next == Policy{}
		*p = next
		return nil
	case k == nil:
		return &PolicyError{s.verb, s.key, v.noSuchKey(s.key)}
	case s.value == "" && !s.isDefault:
		return &PolicyError{s.verb, s.key, "needs a value, such as " + k.Example}
	}
	if v.absent(&next) {
		v.begin(&next)
	}
	if s.isDefault {
		k.clear(&next)
	} else if err := k.set(&next, s.value); err != nil {
		return &PolicyError{s.verb, s.key, err.Error()}
	}
	if v.absent(&next) { // its last key has gone, and the verb is still there
		v.begin(&next)
	}
	*p = next
	return nil
}

// noSuchKey says what is wrong with the name.
func (v *policyVerb) noSuchKey(name string) string {
	if k := policyKeyNamed(v.name, ""); k != nil {
		return "takes a value, such as " + k.Example + ", and no keys"
	}
	if name == "" {
		return "say off, or name a key: " + v.name + " takes " + listed(v.keyNames())
	}
	for _, k := range policyKeys {
		if k.Name == name {
			return "is a key of " + k.Verb
		}
	}
	return "there is no such key: " + v.name + " takes " + listed(v.keyNames())
}

func listed(names []string) string { return strings.Join(names, ", ") }

// change does what all of the settings say, or nothing: not if the policy would be wrong.
func (p *Policy) change(settings []setting) error {
	next := *p
	var errs []error
	for _, s := range settings {
		errs = append(errs, next.set(s))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for _, v := range policyVerbs {
		errs = append(errs, next.weigh(v, settings))
	}
	if err := cmp.Or(errors.Join(errs...), next.Validate()); err != nil {
		return err
	}
	*p = next
	return nil
}

// weigh says what is wrong with the settings of a verb, taken together.
func (p *Policy) weigh(v policyVerb, settings []setting) error {
	isOff, keys := false, 0
	for _, s := range settings {
		switch {
		case s.verb != v.name:
		case s.key == "" && s.value == off:
			isOff = true
		case s.key == "queue" && !s.isDefault && p.Bulkhead.Queue == 0 && p.Bulkhead.Wait > 0:
			return &PolicyError{s.verb, s.key, "queue=0 lets nobody wait, but wait does: remove one of them"}
		default:
			keys++
		}
	}
	switch {
	case isOff && keys > 0:
		return &PolicyError{v.name, "", "off stands alone: remove it, or the keys"}
	case keys > 0 && v.absent(p) && policyKeyNamed(v.name, "") == nil && !v.generated:
		return &PolicyError{v.name, "", "there is none that these keys could change"}
	}
	return nil
}
