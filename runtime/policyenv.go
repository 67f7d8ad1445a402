package runtime

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cbgen/cbgen/internal/spelling"
)

// Override changes what the variables name that begin with the prefix and an underscore, which
// continue with a method, a verb and a key, in capitals: with the prefix PAYMENTCLIENT,
//
//	PAYMENTCLIENT_CHARGE_BREAKER_OPEN=10s
//	PAYMENTCLIENT_CHARGE_BULKHEAD=off
//
// The environ is in the form of [os.Environ]. Nothing is changed if one of them is wrong, or if
// one has a verb in it, or is nearly right, and names nothing. Others with the prefix are not
// ours.
func (p Policies) Override(prefix string, environ []string) error {
	known := p.variables()
	settings := make(map[string][]setting)
	var errs []error
	for _, variable := range environ {
		variable, value, _ := strings.Cut(variable, "=")
		name, ok := strings.CutPrefix(variable, prefix+"_")
		if !ok {
			continue
		}
		switch meant := known[name]; len(meant) {
		case 0:
			if problem := p.unknown(name, known); problem != "" {
				errs = append(errs, fmt.Errorf("%s: %s", variable, problem))
			}
		case 1:
			s := meant[0].setting
			s.value = value
			settings[meant[0].method] = append(settings[meant[0].method], s)
		default:
			errs = append(errs, fmt.Errorf("%s: this can mean %s or %s", variable, meant[0].method, meant[1].method))
		}
	}
	return p.change(settings, errors.Join(errs...))
}

// An addressed setting is for a method.
type addressed struct {
	method  string
	setting setting
}

// variables are the settings that there can be, by the names of their variables without the
// prefix. Methods that differ in their capitals alone have several.
func (p Policies) variables() map[string][]addressed {
	known := make(map[string][]addressed)
	add := func(method string, s setting) {
		name := strings.ToUpper(method + "_" + s.verb)
		if s.key != "" {
			name += "_" + strings.ToUpper(s.key)
		}
		known[name] = append(known[name], addressed{method, s})
	}
	for _, method := range p.methods() {
		for _, v := range policyVerbs {
			add(method, setting{verb: v.name})
		}
		for _, k := range policyKeys {
			if k.Name != "" {
				add(method, setting{verb: k.Verb, key: k.Name})
			}
		}
	}
	return known
}

// unknown says what is wrong with the name of a variable, empty if it may be of somebody else's.
func (p Policies) unknown(name string, known map[string][]addressed) string {
	var methods []string
	for _, method := range p.methods() {
		methods = append(methods, strings.ToUpper(method))
	}
	for _, v := range policyVerbs {
		method, key, ok := strings.Cut(name+"_", "_"+strings.ToUpper(v.name)+"_")
		switch {
		case !ok:
		case !slices.Contains(methods, method):
			return "there is no method " + method + ": the policies are of " + listed(methods) + spelling.Hint(method, methods)
		default:
			key = strings.ToLower(strings.TrimSuffix(key, "_"))
			return key + ": " + v.noSuchKey(key)
		}
	}
	if meant := spelling.Nearest(name, slices.Sorted(maps.Keys(known))); meant != "" {
		return "nothing has this name" + spelling.Ask(meant)
	}
	return ""
}
