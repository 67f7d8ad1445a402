package runtime

import (
	"cmp"
	"fmt"
	"time"
)

// Apply changes the guard's policy while calls go on. It takes effect whole, or not at all:
// a policy that is not valid changes nothing, and the error says what is wrong with it (see
// [Policy.Validate]). As in the constructor, fields left zero get their defaults.
//
// The state is kept, also a manual one; an open breaker keeps its deadline; a window whose
// shape stays the same keeps its results. Calls in flight keep their slots. In a group the
// breaker's part applies to all its guards; a guard cannot change its group.
func (g *Guard) Apply(p Policy) error {
	if err := g.refusal(p); err != nil {
		return fmt.Errorf("cb: %s: %w", g.name, err)
	}
	g.apply(p, caller())
	return nil
}

// refusal is why the guard cannot have the policy. It stays the same: what a policy is checked
// against cannot change.
func (g *Guard) refusal(p Policy) error {
	if err := cmp.Or(p.Validate(), g.can.refusal(p)); err != nil {
		return err
	}
	if group := g.breaker.group(); p.Breaker.Group != group {
		return &PolicyError{"breaker", "group", fmt.Sprintf("is %q and cannot change while running", group)}
	}
	return nil
}

// apply changes to a policy that is not refused.
func (g *Guard) apply(policy Policy, source Source) {
	if g.keyed != nil {
		g.keyed.apply(policy, source)
		return
	}
	g.breaker.apply(g, policy, source)
}

func (b *breaker) apply(g *Guard, policy Policy, source Source) {
	at := b.lock()
	defer b.unlock(at)

	policy = b.withDefaults(g, policy)
	p, old := policy.Breaker, b.policy
	b.closeLanes() // a higher limit lets go of waiters, who must meet the new breaker as well
	g.applyBulkhead(policy.Bulkhead)
	g.setLimits(policy)
	b.policy = p
	b.shapeWindows(old)
	for _, g := range b.guards {
		g.source = source
	}

	before := b.current.Load()
	gen := &generation{number: before.number, since: before.since, probe: before.probe, probeAt: before.probeAt}
	if p.Slow == old.Slow {
		gen.starts = before.starts
	}
	b.publish(gen, at)
	if b.state == HalfOpen {
		b.conclude(at) // fewer probes may do now
	}
}

// withDefaults is the policy for the guard, with its defaults. Half-open waits for the probes of
// all methods of a group.
func (b *breaker) withDefaults(g *Guard, p Policy) Policy {
	full := p.WithDefaults()
	if p.Breaker != (Breaker{}) && p.Breaker.HalfOpen == 0 {
		for _, other := range b.guards {
			if other != g {
				full.Breaker.HalfOpen = max(full.Breaker.HalfOpen, 2*time.Duration(other.timeout.Load()))
			}
		}
	}
	return full
}

func (g *Guard) applyBulkhead(p Bulkhead) {
	if g.bulkhead != nil {
		g.bulkhead.apply(p)
	} else if p != (Bulkhead{}) {
		g.bulkhead = newBulkhead(p)
		g.observed = nil
	}
}

// shapeWindows makes the windows that the policy asks for, and keeps those that it had.
func (b *breaker) shapeWindows(old Breaker) {
	p := &b.policy
	b.failures = reshape(b.failures, p.Rate != 0, old.Window, p.Window)
	b.slow = reshape(b.slow, p.Slow != 0, old.Window, p.Window)
}

func reshape(w window, wanted bool, old, shape Window) window {
	switch {
	case !wanted:
		return nil
	case w != nil && old == shape:
		return w
	default:
		return newWindow(shape)
	}
}
