package model

import (
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// Override takes the decision from the rules, or with Closed gives it back to them.
func (b *Breaker) Override(manual cb.State, now time.Time) {
	switch {
	case manual == cb.Closed && b.manual == cb.Closed && b.state == cb.Closed:
		b.forget()
	case manual == cb.Closed || b.manual != manual:
		b.manual = manual
		b.close(now)
	}
}

// Apply changes the policy.
func (b *Breaker) Apply(policy cb.Breaker, now time.Time) {
	old := b.policy
	b.policy = cb.Policy{Breaker: policy}.WithDefaults().Breaker
	if p := b.policy; p.Window != old.Window || p.Rate == 0 || old.Rate == 0 {
		b.results = nil
	}
	if p := b.policy; p.Window != old.Window || p.Slow == 0 || old.Slow == 0 {
		b.slowness = nil
	}
	if b.policy.Slow != old.Slow {
		for i := range b.calls {
			b.calls[i].watched = false
		}
	}
	b.conclude(now)
}

// Apply changes the policy. The answers are for calls that have waited until now.
func (g *Guard) Apply(p cb.Policy, now time.Time) []Answer {
	g.breaker.Apply(p.Breaker, now)
	g.bulkhead.apply(p.Bulkhead)
	g.timeout = p.Timeout
	return g.admitWaiters(now)
}

// apply changes the policy. Who holds a slot keeps it, and who was admitted before there
// was a bulkhead never holds one.
func (b *Bulkhead) apply(p cb.Bulkhead) {
	b.policy = p
	b.counts = b.counts || p != (cb.Bulkhead{})
}
