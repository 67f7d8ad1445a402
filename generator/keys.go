package generator

import (
	"strings"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A verb is what a directive can say, and the arguments it takes.
type verb struct {
	name     string
	zero     cb.Policy // what a directive without keys means, before the defaults
	bare     *key      // the argument that is written without its name; nil if there is none
	keys     []key
	required string // a key that has no default
	needs    string // an argument or two, for a verb that says nothing without any
}

// A key is one argument of a verb.
type key struct {
	name    string
	example string // a value, for messages
	access
	code codeKind
}

// A codeKind is what a value is that is Go code, and not part of the policy: it is read where
// the types of the package are known.
type codeKind int

const (
	noCode       codeKind = iota
	errorList             // variables and types, separated by commas
	functionName          // of a function of the package, or of one that it imports
	expression            // in quotes if there are spaces in it
)

// An access is how a policy holds a key's value.
type access struct {
	set func(p *cb.Policy, value string) error
	get func(p *cb.Policy) string // the way that a directive writes it; empty if the key says nothing there
}

var breaker = verb{
	name: "breaker",
	zero: cb.Policy{Breaker: cb.Breaker{Factor: 1, Jitter: cb.DefaultJitter}},
	keys: []key{
		{name: "failures", example: "5", access: count(func(p *cb.Policy) *int { return &p.Breaker.Failures })},
		{name: "rate", example: "50%", access: share(func(p *cb.Policy) *cb.Rate { return &p.Breaker.Rate })},
		{name: "window", example: "100", access: access{setWindow, getWindow}},
		{name: "min", example: "20", access: count(func(p *cb.Policy) *int { return &p.Breaker.Min })},
		{name: "slow", example: "2s", access: duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.Slow })},
		{name: "slowrate", example: "50%", access: share(func(p *cb.Policy) *cb.Rate { return &p.Breaker.SlowRate })},
		{name: "open", example: "30s", access: duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.Open })},
		{name: "factor", example: "2", access: access{setFactor, getFactor}},
		{name: "maxopen", example: "5m", access: duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.MaxOpen })},
		{name: "jitter", example: "20%", access: access{setJitter, getJitter}},
		{name: "probes", example: "3", access: count(func(p *cb.Policy) *int { return &p.Breaker.Probes })},
		{name: "halfopen", example: "30s", access: duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.HalfOpen })},
		{name: "group", example: "writes", access: access{setGroup, getGroup}},
	},
}

var bulkhead = verb{
	name:     "bulkhead",
	required: "max",
	keys: []key{
		{name: "max", example: "64", access: count(func(p *cb.Policy) *int { return &p.Bulkhead.Max })},
		{name: "wait", example: "50ms", access: access{setWait, getWait}},
		{name: "queue", example: "100", access: access{setQueue, getQueue}},
	},
}

// The classification: which outcome a call has.
var (
	ignore  = classifying("ignore", "ErrNotFound")
	success = classifying("success", "ErrStale")
	failure = classifying("failure", "ErrDown")
)

func classifying(verbName, example string) verb {
	return verb{
		name:  verbName,
		bare:  &key{name: "errors", example: example, code: errorList},
		keys:  []key{{name: "if", example: `"resp.StatusCode >= 500"`, code: expression}},
		needs: example + `, or if="resp.StatusCode >= 500"`,
	}
}

var fallback = verb{
	name: "fallback",
	bare: &key{name: "function", example: "chargeFallback", code: functionName},
	keys: []key{{name: "on", example: "rejected", access: access{set: setOn}}},
}

var skip = verb{name: "skip"}

var verbs = []*verb{&breaker, &bulkhead, &ignore, &success, &failure, &fallback, &skip}

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

// arguments are all that the verb takes.
func (v *verb) arguments() []key {
	if v.bare == nil {
		return v.keys
	}
	return append([]key{*v.bare}, v.keys...)
}

// listArguments is for messages.
func (v *verb) listArguments() string {
	var list []string
	for _, k := range v.arguments() {
		list = append(list, k.name)
	}
	return strings.Join(list, ", ")
}
