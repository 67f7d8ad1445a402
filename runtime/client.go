package runtime

import (
	"cmp"
	"fmt"
	"time"
)

// A Client makes the guards of one decorated client. Generated constructors use it, and
// nothing else has to: it is for one goroutine, and not needed once the guards are made.
type Client struct {
	name     string
	registry *Registry
	groups   map[string]*group
	budget   *budget
	buckets  []time.Duration // of WithDurations; nil without

	policies      any // those of WithPolicies; nil without
	takesPolicies bool
}

// A group is the methods that share a breaker.
type group struct {
	first   string  // the name of its first guard
	policy  Breaker // without what the timeouts of its methods make of it
	breaker *breaker
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
	return c.guard(method, policy, allOf(abilities), caller(), nil)
}

// guard is Guard. From when it is registered others may know the guard, who must find all of it.
func (c *Client) guard(method string, policy Policy, can Ability, source Source, keyed applier) *Guard {
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
	g := &Guard{
		name:      name,
		id:        guardsMade.Add(1),
		registry:  c.registry,
		breaker:   c.breaker(name, policy),
		keyed:     keyed,
		budget:    c.budget,
		can:       can,
		source:    source,
		durations: newHistogram(c.buckets),
	}
	g.begins(policy.WithDefaults())
	c.registry.add(g)
	return g
}

// breaker is a new one, or the one that the policy's group has already.
func (c *Client) breaker(name string, policy Policy) *breaker {
	full, alone := policy.WithDefaults().Breaker, policy.Breaker.withDefaults()
	if alone.Group == "" {
		return newBreaker(full)
	}
	g := c.groups[alone.Group]
	if g == nil {
		return c.newGroup(name, alone, full)
	}
	if alone != g.policy {
		panic(fmt.Sprintf("cb: %s: another breaker policy than %s of the same group %s", name, g.first, alone.Group))
	}
	g.breaker.waitForProbes(full.HalfOpen)
	return g.breaker
}

func (c *Client) newGroup(first string, policy, full Breaker) *breaker {
	if c.groups == nil {
		c.groups = make(map[string]*group)
	}
	g := &group{first: first, policy: policy, breaker: newBreaker(full)}
	c.groups[policy.Group] = g
	return g.breaker
}
