package generator

import (
	"fmt"
	"go/token"

	cb "github.com/cbgen/cbgen/runtime"
)

// A policyRule finds policies that cannot do what they say, whatever calls may come. It is about
// values that somebody wrote: a default adapts. A matter of taste is none.
type policyRule struct {
	key     argumentName             // what cannot do what it says
	against argumentName             // what it is in conflict with
	problem func(t *together) string // empty if there is none
}

// An argumentName names a key of a verb.
type argumentName struct {
	verb *verb
	key  string
}

// together is the policy of a method, with what the methods of its group have in common.
type together struct {
	cb.Policy
	max int // calls in flight of all methods that share the breaker; 0 if there is no bound
}

var rules = []policyRule{
	{argumentName{&breaker, "probes"}, argumentName{&bulkhead, "max"}, moreProbesThanSlots},
	{argumentName{&breaker, "halfopen"}, argumentName{&breaker, "slow"}, givesUpTooEarly},
	{argumentName{&breaker, "failures"}, argumentName{&breaker, "rate"}, neverSoMany},
	{argumentName{&breaker, "maxopen"}, argumentName{&breaker, "factor"}, neverGrows},
	{argumentName{&breaker, "slow"}, argumentName{&bulkhead, "max"}, neverSlowEnough},
	{argumentName{&breaker, "slow"}, argumentName{&timeout, "duration"}, neverSlow},
	{argumentName{&breaker, "window"}, argumentName{&timeout, "duration"}, forgetsTooEarly},
	{argumentName{&breaker, "halfopen"}, argumentName{&timeout, "duration"}, givesUpBeforeTheTimeout},
}

func moreProbesThanSlots(t *together) string {
	if t.max == 0 || t.Breaker.Probes <= t.max {
		return ""
	}
	if group := t.Breaker.Group; group != "" {
		return fmt.Sprintf("probes=%d can never be in flight together: the bulkheads of group=%s admit %d", t.Breaker.Probes, group, t.max)
	}
	return fmt.Sprintf("probes=%d can never be in flight together: the bulkhead admits max=%d", t.Breaker.Probes, t.max)
}

func givesUpTooEarly(t *together) string {
	if t.Breaker.Slow == 0 || t.Breaker.HalfOpen >= t.Breaker.Slow {
		return ""
	}
	return fmt.Sprintf("halfopen=%v gives up on probes that are not slow yet: slow=%v lets a call take longer",
		t.Breaker.HalfOpen, t.Breaker.Slow)
}

// neverSoMany: after so many failures in a row that they are min of the calls, and the rate of
// a full window, the rate has opened the breaker, whatever came before them.
func neverSoMany(t *together) string {
	b := t.Breaker
	if b.Rate == 0 || b.Window.Calls == 0 || b.Failures == 0 {
		return ""
	}
	latest := max(b.Min, atLeast(b.Rate, b.Window.Calls))
	if b.Failures <= latest {
		return ""
	}
	return fmt.Sprintf("failures=%d never opens the breaker: rate=%v of window=%v does at the latest after %d failures in a row",
		b.Failures, b.Rate, b.Window, latest)
}

func neverGrows(t *together) string {
	if t.Breaker.MaxOpen == 0 || t.Breaker.MaxOpen > t.Breaker.Open {
		return ""
	}
	return fmt.Sprintf("factor=%v has no effect: maxopen=%v is no longer than open=%v", t.Breaker.Factor, t.Breaker.MaxOpen, t.Breaker.Open)
}

// neverSlowEnough: the slow calls of one slot follow each other at a distance of slow, so that
// a period has at most period/slow+1 of them.
func neverSlowEnough(t *together) string {
	b := t.Breaker
	if b.Slow == 0 || b.Window.Period == 0 || t.max == 0 {
		return ""
	}
	inSlot, needed := int64(b.Window.Period/b.Slow)+1, atLeast(b.SlowRate, b.Min)
	if t.max >= needed || inSlot >= int64(needed) || t.max*int(inSlot) >= needed {
		return ""
	}
	possible := t.max * int(inSlot)
	return fmt.Sprintf("slow=%v never opens the breaker: in window=%v a bulkhead of max=%d can have %d slow calls, "+
		"and slowrate=%v of min=%d are %d", b.Slow, b.Window, t.max, possible, b.SlowRate, b.Min, needed)
}

// neverSlow: what takes longer than the timeout is a failure already.
func neverSlow(t *together) string {
	if t.Timeout == 0 || t.Breaker.Slow == 0 || t.Breaker.Slow < t.Timeout {
		return ""
	}
	return fmt.Sprintf("slow=%v is never reached: timeout %v ends a call before it is slow", t.Breaker.Slow, t.Timeout)
}

// forgetsTooEarly: of calls that hang, one after another, the window never has two.
func forgetsTooEarly(t *together) string {
	if t.Timeout == 0 || t.Breaker.Window.Period == 0 || t.Breaker.Window.Period >= t.Timeout {
		return ""
	}
	return fmt.Sprintf("window=%v is shorter than timeout %v: it has forgotten a call that hangs when the next one has hung as long",
		t.Breaker.Window, t.Timeout)
}

func givesUpBeforeTheTimeout(t *together) string {
	if t.Timeout == 0 || t.Breaker.HalfOpen >= t.Timeout || t.Breaker == (cb.Breaker{}) {
		return ""
	}
	return fmt.Sprintf("halfopen=%v gives up on probes that are in time: timeout %v lets a call take longer", t.Breaker.HalfOpen, t.Timeout)
}

// atLeast is the least number of calls that is the rate of n.
func atLeast(rate cb.Rate, n int) int {
	return int((int64(rate)*int64(n) + int64(100*cb.Percent) - 1) / int64(100*cb.Percent))
}

// reportNonsense reports the policies of the interfaces that break a rule.
func reportNonsense(ifaces []*iface, d *diagnostics) {
	for _, i := range ifaces {
		for _, m := range i.methods {
			if !m.guarded() {
				continue
			}
			t := &together{m.policy, i.slots(m)}
			for _, r := range rules {
				if problem := r.problem(t); problem != "" && r.pos(m).IsValid() {
					d.add(r.pos(m), "%s", problem)
				}
			}
		}
	}
}

// slots are the calls that the bulkheads let share the method's breaker; 0 is no bound.
func (i *iface) slots(m *method) int {
	group := m.policy.Breaker.Group
	if group == "" {
		return m.policy.Bulkhead.Max
	}
	sum := 0
	for _, member := range i.methods {
		switch {
		case !member.guarded() || member.policy.Breaker.Group != group:
		case member.policy.Bulkhead.Max == 0:
			return 0
		default:
			sum += member.policy.Bulkhead.Max
		}
	}
	return sum
}

// pos is where the value stands; invalid if it and what it is in conflict with were not both
// written. Of two directives it is the later one, which is the method's own if the other is the
// interface's.
func (r *policyRule) pos(m *method) token.Pos {
	key, against := r.key.in(m), r.against.in(m)
	switch {
	case !key.IsValid() || !against.IsValid():
		return token.NoPos
	case r.key.verb != r.against.verb:
		return max(key, against)
	default:
		return key
	}
}

// in is where the value stands that applies to the method; invalid if none was written.
func (a argumentName) in(m *method) token.Pos {
	if d := m.applied.verb(a.verb.name); d != nil {
		return d.arguments[a.key].value
	}
	return token.NoPos
}
