package runtime

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Override changes what the variables name that begin with the prefix and an underscore, which
// continue with a method, a verb and a key, in capitals: with the prefix PAYMENTCLIENT,
//
//	PAYMENTCLIENT_CHARGE_BREAKER_OPEN=10s
//	PAYMENTCLIENT_CHARGE_BULKHEAD=off
//
// The environ is in the form of [os.Environ]. Nothing is changed if one of them is wrong, or not
// in capitals, or if one names nothing that has the prefix and a method, or a verb. Others with
// the prefix are not ours.
func (p Policies) Override(prefix string, environ []string) error {
	known := p.variables()
	settings := make(map[string][]setting)
	var errs []error
	for _, variable := range environ {
		variable, value, _ := strings.Cut(variable, "=")
		if len(variable) <= len(prefix) || !strings.EqualFold(variable[:len(prefix)+1], prefix+"_") {
			continue
		}
		name := strings.ToUpper(variable[len(prefix)+1:])
		method, s, err := p.address(name, known)
		if ours := err != nil || method != ""; ours && variable != prefix+"_"+name {
			err = fmt.Errorf("variables are in capitals: write %s_%s", prefix, name)
		}
		s.value = value
		if err == nil && method != "" {
			scratch := *p[method]
			err = scratch.set(s)
		}
		switch {
		case err != nil:
			errs = append(errs, about(variable, err))
		case method != "":
			settings[method] = append(settings[method], s)
		}
	}
	return p.change(settings, errors.Join(errs...))
}

// address is the method and the setting that the name of a variable means, without a method if
// it may be somebody else's.
func (p Policies) address(name string, known map[string][]addressed) (string, setting, error) {
	switch meant := known[name]; len(meant) {
	case 0:
		return "", setting{}, p.unknown(name)
	case 1:
		return meant[0].method, meant[0].setting, nil
	default:
		return "", setting{}, fmt.Errorf("this can mean %s or %s", meant[0].method, meant[1].method)
	}
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

// unknown says what is wrong with the name of a variable, nothing if it may be somebody else's.
func (p Policies) unknown(name string) error {
	var methods []string
	for _, method := range p.methods() {
		methods = append(methods, strings.ToUpper(method))
	}
	for _, v := range policyVerbs {
		method, key, ok := strings.Cut("_"+name+"_", "_"+strings.ToUpper(v.name)+"_")
		method = strings.TrimPrefix(method, "_")
		switch {
		case !ok:
		case v.name == "key" && key == "": // such as API_KEY, which is somebody else's secret
		case method == "":
			return errors.New("a method is missing before the verb: the policies are of " + listed(methods))
		case !slices.Contains(methods, method):
			return errors.New("there is no method " + method + ": the policies are of " + listed(methods))
		default:
			key = strings.ToLower(strings.TrimSuffix(key, "_"))
			return &PolicyError{v.name, key, v.noSuchKey(key)}
		}
	}
	for _, method := range methods {
		if verb, ok := strings.CutPrefix(name, method+"_"); ok {
			return errors.New("there is no such verb: " + method + " has " + strings.ToUpper(listed(policyVerbNames())) + ", and not " + verb)
		}
	}
	return nil
}
