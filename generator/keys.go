package generator

import (
	"errors"
	"strings"

	cb "github.com/cbgen/cbgen/runtime"
)

// A verb is what a directive can say, and the keys it takes.
type verb struct {
	name     string
	zero     cb.Policy // what a directive without keys means, before the defaults
	keys     []key
	required string // a key that has no default
}

// A key is one argument of a verb.
type key struct{ cb.PolicyKey }

// set has the runtime read the value, as it does in JSON and in the environment. The error is
// the problem alone.
func (k *key) set(p *cb.Policy, value string) error {
	err := p.Set(k.Verb, k.Name, value)
	if problem, ok := errors.AsType[*cb.PolicyError](err); ok {
		return errors.New(problem.Problem)
	}
	return err
}

// get is the value that the policy has, as a directive writes it; empty if the key says nothing
// there.
func (k *key) get(p *cb.Policy) string { return p.Get(k.Verb, k.Name) }

var breaker = verb{
	name: "breaker",
	zero: cb.Policy{Breaker: cb.Breaker{Factor: 1, Jitter: cb.DefaultJitter}},
	keys: keysOf("breaker"),
}

var bulkhead = verb{
	name:     "bulkhead",
	keys:     keysOf("bulkhead"),
	required: "max",
}

func keysOf(verb string) []key {
	var keys []key
	for _, k := range cb.PolicyKeys() {
		if k.Verb == verb {
			keys = append(keys, key{k})
		}
	}
	return keys
}

var skip = verb{name: "skip"}

var verbs = []*verb{&breaker, &bulkhead, &skip}

func verbNamed(name string) *verb {
	for _, v := range verbs {
		if v.name == name {
			return v
		}
	}
	return nil
}

func verbNames() []string {
	var names []string
	for _, v := range verbs {
		names = append(names, v.name)
	}
	return names
}

func listVerbs() string { return strings.Join(verbNames(), ", ") }

func (v *verb) key(name string) *key {
	for i := range v.keys {
		if v.keys[i].Name == name {
			return &v.keys[i]
		}
	}
	return nil
}

func (v *verb) keyNames() []string {
	var names []string
	for _, k := range v.keys {
		names = append(names, k.Name)
	}
	return names
}

func (v *verb) listKeys() string { return strings.Join(v.keyNames(), ", ") }
