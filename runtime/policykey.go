package runtime

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A PolicyKey is a key of a policy, by which directives, JSON and the environment name it.
type PolicyKey struct {
	Verb    string // such as breaker
	Name    string // such as open
	Example string // a value, such as 30s
}

// PolicyKeys are the keys of every verb, in the order of the documentation.
func PolicyKeys() []PolicyKey {
	var keys []PolicyKey
	for _, k := range policyKeys {
		keys = append(keys, k.PolicyKey)
	}
	return keys
}

// A policyKey is a key, and the field that has its value.
type policyKey struct {
	PolicyKey
	field
}

var policyKeys = []policyKey{
	{PolicyKey{"breaker", "failures", "5"}, count(func(p *Policy) *int { return &p.Breaker.Failures })},
	{PolicyKey{"breaker", "rate", "50%"}, share(func(p *Policy) *Rate { return &p.Breaker.Rate })},
	{PolicyKey{"breaker", "window", "100"}, fieldOf(func(p *Policy) *Window { return &p.Breaker.Window }, parseWindow, Window.String)},
	{PolicyKey{"breaker", "min", "20"}, count(func(p *Policy) *int { return &p.Breaker.Min })},
	{PolicyKey{"breaker", "slow", "2s"}, duration(func(p *Policy) *time.Duration { return &p.Breaker.Slow })},
	{PolicyKey{"breaker", "slowrate", "50%"}, share(func(p *Policy) *Rate { return &p.Breaker.SlowRate })},
	{PolicyKey{"breaker", "open", "30s"}, duration(func(p *Policy) *time.Duration { return &p.Breaker.Open })},
	{PolicyKey{"breaker", "factor", "2"}, fieldOf(func(p *Policy) *float64 { return &p.Breaker.Factor }, parseFactor, formatFactor)},
	{PolicyKey{"breaker", "maxopen", "5m"}, duration(func(p *Policy) *time.Duration { return &p.Breaker.MaxOpen })},
	{PolicyKey{"breaker", "jitter", "20%"}, jitter},
	{PolicyKey{"breaker", "probes", "3"}, count(func(p *Policy) *int { return &p.Breaker.Probes })},
	{PolicyKey{"breaker", "halfopen", "30s"}, duration(func(p *Policy) *time.Duration { return &p.Breaker.HalfOpen })},
	{PolicyKey{"breaker", "group", "writes"}, fieldOf(func(p *Policy) *string { return &p.Breaker.Group }, parseName, strings.Clone)},
	{PolicyKey{"bulkhead", "max", "64"}, count(func(p *Policy) *int { return &p.Bulkhead.Max })},
	{PolicyKey{"bulkhead", "wait", "50ms"}, wait},
	{PolicyKey{"bulkhead", "queue", "100"}, fieldOf(func(p *Policy) *int { return &p.Bulkhead.Queue }, parseNumber, strconv.Itoa)},
	{PolicyKey{"timeout", "", "2s"}, duration(func(p *Policy) *time.Duration { return &p.Timeout })},
	{PolicyKey{"retry", "attempts", "3"}, fieldOf(func(p *Policy) *int { return &p.Retry.Attempts }, parseAttempts, strconv.Itoa)},
	{PolicyKey{"retry", "backoff", "50ms..1s"}, fieldOf(func(p *Policy) *Backoff { return &p.Retry.Backoff }, ParseBackoff, Backoff.String)},
	{PolicyKey{"retry", "budget", "10%"}, share(func(p *Policy) *Rate { return &p.Retry.Budget })},
	{PolicyKey{"key", "max", "10000"}, count(func(p *Policy) *int { return &p.Key.Max })},
	{PolicyKey{"key", "idle", "10m"}, duration(func(p *Policy) *time.Duration { return &p.Key.Idle })},
	{PolicyKey{"stream", "idle", "1m"}, duration(func(p *Policy) *time.Duration { return &p.Stream.Idle })},
}

// A policyVerb is a part of a policy that can be absent.
type policyVerb struct {
	name   string
	absent func(p *Policy) bool
	begin  func(p *Policy) // what the verb says before any key
	remove func(p *Policy)

	// generated says that the verb is how the method is generated: its part of the policy can be
	// zero, but not off.
	generated bool
}

var policyVerbs = []policyVerb{
	{
		name:   "breaker",
		absent: func(p *Policy) bool { return p.Breaker == Breaker{} },
		begin:  func(p *Policy) { p.Breaker = Breaker{Factor: 1, Jitter: DefaultJitter} },
		remove: func(p *Policy) { p.Breaker = Breaker{} },
	},
	{
		name:   "bulkhead",
		absent: func(p *Policy) bool { return p.Bulkhead == Bulkhead{} },
		begin:  func(p *Policy) {}, // it has a key without a default
		remove: func(p *Policy) { p.Bulkhead = Bulkhead{} },
	},
	{
		name:   "timeout",
		absent: func(p *Policy) bool { return p.Timeout == 0 },
		begin:  func(p *Policy) {},
		remove: func(p *Policy) { p.Timeout = 0 },
	},
	{
		name:   "retry",
		absent: func(p *Policy) bool { return p.Retry == Retry{} },
		begin:  func(p *Policy) { p.Retry.Attempts = defaultAttempts },
		remove: func(p *Policy) { p.Retry = Retry{} },
	},
	{
		name:   "key",
		absent: func(p *Policy) bool { return p.Key == Key{} },
		begin:  func(p *Policy) {},
		remove: func(p *Policy) { p.Key = Key{} },

		generated: true,
	},
	{
		name:   "stream",
		absent: func(p *Policy) bool { return p.Stream == Stream{} },
		begin:  func(p *Policy) {},
		remove: func(p *Policy) { p.Stream = Stream{} },

		generated: true,
	},
}

// A field is one of a policy's, as text.
type field struct {
	set   func(p *Policy, text string) error // changes nothing if the text is wrong
	get   func(p *Policy) string             // as a directive writes it; empty if the field was left out
	clear func(p *Policy)                    // as if it had been left out
}

func fieldOf[T comparable](at func(*Policy) *T, parse func(string) (T, error), format func(T) string) field {
	var zero T
	return field{
		set: func(p *Policy, text string) error {
			value, err := parse(text)
			if err == nil {
				*at(p) = value
			}
			return err
		},
		get: func(p *Policy) string {
			if *at(p) == zero {
				return ""
			}
			return format(*at(p))
		},
		clear: func(p *Policy) { *at(p) = zero },
	}
}

func count(at func(*Policy) *int) field { return fieldOf(at, parseCount, strconv.Itoa) }

func duration(at func(*Policy) *time.Duration) field { return fieldOf(at, parsePeriod, formatDuration) }

func share(at func(*Policy) *Rate) field { return fieldOf(at, parseShare, Rate.String) }

// jitter has a zero that says something, and is not the default.
var jitter = field{
	set: fieldOf(func(p *Policy) *Rate { return &p.Breaker.Jitter }, parseRate, Rate.String).set,
	get: func(p *Policy) string {
		if p.Breaker == (Breaker{}) {
			return ""
		}
		return p.Breaker.Jitter.String()
	},
	clear: func(p *Policy) { p.Breaker.Jitter = DefaultJitter },
}

// wait has a zero that says something, and is the default.
var wait = field{
	set: fieldOf(func(p *Policy) *time.Duration { return &p.Bulkhead.Wait }, parseDuration, formatDuration).set,
	get: func(p *Policy) string {
		if p.Bulkhead == (Bulkhead{}) {
			return ""
		}
		return formatDuration(p.Bulkhead.Wait)
	},
	clear: func(p *Policy) { p.Bulkhead.Wait = 0 },
}

func policyVerbNamed(name string) *policyVerb {
	for i := range policyVerbs {
		if policyVerbs[i].name == name {
			return &policyVerbs[i]
		}
	}
	return nil
}

func policyVerbNames() []string {
	var names []string
	for _, v := range policyVerbs {
		names = append(names, v.name)
	}
	return names
}

func policyKeyNamed(verb, name string) *policyKey {
	i := slices.IndexFunc(policyKeys, func(k policyKey) bool { return k.Verb == verb && k.Name == name })
	if i < 0 {
		return nil
	}
	return &policyKeys[i]
}

// keyNames are the keys that the verb takes.
func (v *policyVerb) keyNames() []string {
	var names []string
	for _, k := range policyKeys {
		if k.Verb == v.name {
			names = append(names, k.Name)
		}
	}
	return names
}
