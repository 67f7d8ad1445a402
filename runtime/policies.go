package runtime

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Policies are the policies of one client, by its methods. Generated code makes them of the
// fields of a struct, which is what they change.
type Policies map[string]*Policy

// WithPolicies makes the guards with these policies instead of those of the directives. The
// constructor panics if they are another client's, if one of them is invalid, or if a method
// has none: begin with what the generated Default function returns.
func WithPolicies(policies any) Option {
	if policies == nil {
		panic("cb: WithPolicies(nil)")
	}
	return func(c *Client) { c.policies = policies }
}

// PoliciesOf is what [WithPolicies] says, or else the defaults. Generated constructors use it.
func PoliciesOf[P any](c *Client, defaults P) P {
	if c.policies == nil {
		return defaults
	}
	policies, ok := c.policies.(P)
	if !ok {
		panic(fmt.Sprintf("cb: WithPolicies has a %T, and the policies of %s are a %T", c.policies, c.name, defaults))
	}
	c.takesPolicies = true
	return policies
}

// applying keeps the policies that a client is given from those that it is given meanwhile.
var applying sync.Mutex

// Apply is [Guard.Apply] for all guards of a client. If a policy is invalid, or missing, the
// error names all that is wrong, and nothing is changed of any guard.
func (p Policies) Apply(guards []*Guard) error {
	applying.Lock()
	defer applying.Unlock()

	errs := []error{about("cb", p.checkGroups())}
	for _, g := range guards {
		errs = append(errs, about("cb: "+g.name, p.refusal(g)))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	source := callersCaller() // the caller is generated
	for _, g := range guards {
		g.apply(*p[g.method()], source)
	}
	return nil
}

// refusal is why the guard cannot have its policy.
func (p Policies) refusal(g *Guard) error {
	policy := p[g.method()]
	if policy == nil || *policy == (Policy{}) {
		return errMissing
	}
	return g.refusal(*policy)
}

var errMissing = errors.New("there is no policy: begin with the default policies of the client, or set Off to guard nothing")

// checkGroups holds the methods of a group to one breaker policy.
func (p Policies) checkGroups() error {
	var errs []error
	firsts := make(map[string]string)
	for _, method := range p.methods() {
		breaker := p[method].Breaker.withDefaults()
		if breaker.Group == "" {
			continue
		}
		first, ok := firsts[breaker.Group]
		if !ok {
			firsts[breaker.Group] = method
		} else if breaker != p[first].Breaker.withDefaults() {
			errs = append(errs, fmt.Errorf("%s and %s share the breaker of group=%s, but their policies differ: write the same for both",
				first, method, breaker.Group))
		}
	}
	return errors.Join(errs...)
}

func (p Policies) methods() []string { return slices.Sorted(maps.Keys(p)) }

// UnmarshalJSON changes what the text names, of the methods that it names: see
// [Policy.UnmarshalJSON]. A method that does not exist is an error as well.
func (p Policies) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	settings := make(map[string][]setting)
	err := readObject("", text, func(method string, value []byte) error {
		if p[method] == nil {
			return fmt.Errorf("%s: there is no such method: the policies are of %s", method, listed(p.methods()))
		}
		var err error
		settings[method], err = readPolicy(value)
		return about(method, err)
	})
	return p.change(settings, err)
}

// change does what the settings of all methods say; nothing if there was an error already.
func (p Policies) change(settings map[string][]setting, err error) error {
	next := maps.Clone(p)
	errs := []error{err}
	for _, method := range slices.Sorted(maps.Keys(settings)) {
		policy := *p[method]
		errs = append(errs, about(method, policy.change(settings[method])))
		next[method] = &policy
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if err := next.checkGroups(); err != nil {
		return err
	}
	for method, policy := range next {
		*p[method] = *policy
	}
	return nil
}

// about says of each of the errors that are joined what it is about.
func about(name string, err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var errs []error
		for _, e := range joined.Unwrap() {
			errs = append(errs, about(name, e))
		}
		return errors.Join(errs...)
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", name, err)
}
