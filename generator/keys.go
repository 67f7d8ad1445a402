package generator

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cbgen/cbgen/internal/spelling"
	cb "github.com/cbgen/cbgen/runtime"
)

// A verb is what a directive can say, and the arguments it takes.
type verb struct {
	name     string
	zero     cb.Policy // what a directive without keys means, before the defaults
	bare     *key      // the argument that is written without its name; nil if there is none
	keys     []key
	required string // an argument that has no default
	needs    string // an argument or two, for a verb that says nothing without any
	word     string // what stands alone behind the verb, in place of keys
}

// A key is one argument of a verb.
type key struct {
	cb.PolicyKey // of what is not part of the policy, the name and the example alone
	kind         valueKind
	isWhole      bool // the policy knows it as the value of the verb, without a name
}

// A valueKind is what a value is that is not part of the policy. Most are Go code, which is
// read where the types of the package are known.
type valueKind int

const (
	ofPolicy     valueKind = iota
	errorList              // variables and types, separated by commas
	functionName           // of a function of the package, or of one that it imports
	expression             // in quotes if there are spaces in it
	occasion               // when there is a fallback
)

func (k valueKind) isCode() bool { return k == errorList || k == functionName || k == expression }

// set has the runtime read the value, as it does in JSON and in the environment. The error is
// the problem alone.
func (k *key) set(p *cb.Policy, value string) error {
	if k.kind == occasion {
		return checkOccasion(value)
	}
	err := p.Set(k.Verb, k.policyName(), value)
	if problem, ok := errors.AsType[*cb.PolicyError](err); ok {
		return errors.New(problem.Problem)
	}
	return err
}

// get is the value that the policy has, as a directive writes it; empty if the key says nothing
// there.
func (k *key) get(p *cb.Policy) string { return p.Get(k.Verb, k.policyName()) }

func (k *key) policyName() string {
	if k.isWhole {
		return ""
	}
	return k.Name
}

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

var timeout = verb{
	name:  "timeout",
	bare:  &key{PolicyKey: cb.PolicyKey{Verb: "timeout", Name: "duration", Example: "2s"}, isWhole: true},
	needs: "2s",
}

var retry = verb{
	name: "retry",
	zero: cb.Policy{Retry: cb.Retry{Attempts: 3}},
	keys: keysOf("retry"),
}

// retryIf says which results are retried, in place of all that are a failure.
var retryIf = classifying("retryif", "ErrBusy")

// idempotent says of a method that it does no harm to call it twice.
var idempotent = verb{name: "idempotent"}

func keysOf(verb string) []key {
	var keys []key
	for _, k := range cb.PolicyKeys() {
		if k.Verb == verb {
			keys = append(keys, key{PolicyKey: k})
		}
	}
	return keys
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
		bare:  newKey("errors", example, errorList),
		keys:  []key{*newKey("if", `"resp.StatusCode >= 500"`, expression)},
		needs: example + `, or if="resp.StatusCode >= 500"`,
	}
}

var fallback = verb{
	name: "fallback",
	bare: newKey("function", "chargeFallback", functionName),
	keys: []key{*newKey("on", "rejected", occasion)},
}

// newKey is a key of what is not part of the policy.
func newKey(name, example string, kind valueKind) *key {
	return &key{PolicyKey: cb.PolicyKey{Name: name, Example: example}, kind: kind}
}

func checkOccasion(value string) error {
	if !slices.Contains(occasions, value) {
		return fmt.Errorf("%q is none of %s%s", value, strings.Join(occasions, ", "), spelling.Hint(value, occasions))
	}
	return nil
}

// occasions are when a fallback answers: each has those before it in it.
var occasions = []string{"rejected", "timeout", "failure"}

// byKey has a guard for each value of an expression.
var byKey = verb{
	name:     "key",
	zero:     cb.Policy{Key: cb.Key{Max: cb.DefaultMaxKeys, Idle: cb.DefaultKeyIdle}},
	bare:     newKey("expression", "req.TenantID", expression),
	keys:     keysOf("key"),
	required: "expression",
}

// stream lets a call last until the consumer of what it returns is done.
var stream = verb{name: "stream", keys: keysOf("stream")}

var skip = verb{name: "skip"}

// only says of an interface, and not of its methods, that it is to be used guarded.
var only = verb{name: "only", word: "guarded"}

var verbs = []*verb{
	&breaker, &bulkhead, &timeout, &retry, &idempotent, &ignore, &success, &failure, &retryIf, &fallback, &byKey, &stream, &skip, &only,
}

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

// bareNamed is the argument that is written without its name, if that is its name.
func (v *verb) bareNamed(name string) *key {
	if v.bare == nil || v.bare.Name != name {
		return nil
	}
	return v.bare
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
		list = append(list, k.Name)
	}
	return strings.Join(list, ", ")
}
