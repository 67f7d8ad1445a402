package runtime

import (
	"cmp"
	"fmt"
)

// A Client makes the guards of one decorated client. Generated constructors use it, and
// nothing else has to: it is for one goroutine, and not needed once the guards are made.
type Client struct {
	name     string
	registry *Registry
	groups   map[string]*Guard // the first guard of each group
	budget   *budget

	policies      any // those of WithPolicies; nil without
	takesPolicies bool
}

// NewClient begins the client called name, whose guards stand before next. It panics if
// next is nil: better here than at the first call.
func NewClient(name string, next any, opts ...Option) *Client {
	if next == nil {
		panic("cb: the " + name + " to guard is nil")
	}
	c := &Client{name: name, registry: DefaultRegistry, budget: newBudget()}
	for _, opt := range opts {
		opt(c)
	}
	return c
}

// RequireFallback panics if the fallback is nil: better here than in an outage.
func (c *Client) RequireFallback(fallback any) {
	if fallback == nil {
		panic("cb: the fallback of the " + c.name + " is nil")
	}
}

// An Option changes how a generated constructor makes its guards.
type Option func(*Client)

// WithRegistry registers the guards with r instead of [DefaultRegistry].
func WithRegistry(r *Registry) Option {
	if r == nil {
		panic("cb: WithRegistry(nil)")
	}
	return func(c *Client) { c.registry = r }
}

// Guard makes the guard of a method and registers it. It panics if the policy is invalid,
// or if it is another one than that of the breaker's group: cbgen has checked what it writes.
func (c *Client) Guard(method string, policy Policy, abilities ...Ability) *Guard {
	return c.guard(method, policy, allOf(abilities), caller())
}

func (c *Client) guard(method string, policy Policy, can Ability, source Source) *Guard {
	name := c.name + "." + method
	if c.policies != nil && !c.takesPolicies {
		panic("cb: WithPolicies is not for " + c.name + ", which an older cbgen has generated: generate it again")
	}
	if c.policies != nil && policy == (Policy{}) {
		panic(fmt.Sprintf("cb: %s: %v", name, errMissing))
	}
	if err := cmp.Or(policy.Validate(), can.refusal(policy)); err != nil {
		panic(fmt.Sprintf("cb: %s: %v", name, err))
	}
	policy = policy.WithDefaults()
	g := newGuard(name, policy, c.breaker(name, policy.Breaker), c.registry, source)
	g.can = can
	g.budget = c.budget
	if group := policy.Breaker.Group; group != "" && c.groups[group] == nil {
		c.join(group, g)
	}
	c.registry.add(g)
	return g
}

func (c *Client) join(group string, first *Guard) {
	if c.groups == nil {
		c.groups = make(map[string]*Guard)
	}
	c.groups[group] = first
}

// breaker is a new one, or the one that the policy's group has already.
func (c *Client) breaker(name string, policy Breaker) *breaker {
	first := c.groups[policy.Group]
	if policy.Group == "" || first == nil {
		return newBreaker(policy)
	}
	if !first.breaker.follows(policy) {
		panic(fmt.Sprintf("cb: %s: another breaker policy than %s of the same group %s", name, first.name, policy.Group))
	}
	return first.breaker
}
