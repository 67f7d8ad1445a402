package generator

import (
	"strings"
	"time"

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
type key struct {
	name    string
	example string // a value, for messages
	access
}

// An access is how a policy holds a key's value.
type access struct {
	set func(p *cb.Policy, value string) error
	get func(p *cb.Policy) string // the way that a directive writes it; empty if the key says nothing there
}

var breaker = verb{
	name: "breaker",
	zero: cb.Policy{Breaker: cb.Breaker{Factor: 1, Jitter: cb.DefaultJitter}},
	keys: []key{
		{"failures", "5", count(func(p *cb.Policy) *int { return &p.Breaker.Failures })},
		{"rate", "50%", share(func(p *cb.Policy) *cb.Rate { return &p.Breaker.Rate })},
		{"window", "100", access{setWindow, getWindow}},
		{"min", "20", count(func(p *cb.Policy) *int { return &p.Breaker.Min })},
		{"slow", "2s", duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.Slow })},
		{"slowrate", "50%", share(func(p *cb.Policy) *cb.Rate { return &p.Breaker.SlowRate })},
		{"open", "30s", duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.Open })},
		{"factor", "2", access{setFactor, getFactor}},
		{"maxopen", "5m", duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.MaxOpen })},
		{"jitter", "20%", access{setJitter, getJitter}},
		{"probes", "3", count(func(p *cb.Policy) *int { return &p.Breaker.Probes })},
		{"halfopen", "30s", duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.HalfOpen })},
		{"group", "writes", access{setGroup, getGroup}},
	},
}

var bulkhead = verb{
	name:     "bulkhead",
	required: "max",
	keys: []key{
		{"max", "64", count(func(p *cb.Policy) *int { return &p.Bulkhead.Max })},
		{"wait", "50ms", access{setWait, getWait}},
		{"queue", "100", access{setQueue, getQueue}},
	},
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
		if v.keys[i].name == name {
			return &v.keys[i]
		}
	}
	return nil
}

func (v *verb) keyNames() []string {
	var names []string
	for _, k := range v.keys {
		names = append(names, k.name)
	}
	return names
}

func (v *verb) listKeys() string { return strings.Join(v.keyNames(), ", ") }
