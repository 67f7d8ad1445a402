package model

import "slices"

// Clone is a copy that goes its own way: a checker of histories goes back to earlier states.
func (b *Breaker) Clone() *Breaker {
	c := *b
	c.calls = slices.Clone(b.calls)
	c.results = slices.Clone(b.results)
	c.slowness = slices.Clone(b.slowness)
	return &c
}

// Equal reports whether nothing can tell the two apart from now on. It may be false where
// that is so nevertheless, for instance because of results that have left their window.
func (b *Breaker) Equal(c *Breaker) bool {
	return b.policy == c.policy && b.manual == c.manual && b.state == c.state && b.generation == c.generation && b.since.Equal(c.since) &&
		b.opens == c.opens && b.nextProbe.Equal(c.nextProbe) &&
		b.passed == c.passed && b.giveUp.Equal(c.giveUp) && b.hungUp == c.hungUp && b.inARow == c.inARow &&
		sameInAnyOrder(b.calls, c.calls) && slices.Equal(b.results, c.results) && slices.Equal(b.slowness, c.slowness)
}

// Clone is a copy that goes its own way.
func (b *Bulkhead) Clone() *Bulkhead {
	c := *b
	c.inFlight = slices.Clone(b.inFlight)
	c.queue = slices.Clone(b.queue)
	return &c
}

// Equal reports whether nothing can tell the two apart from now on.
func (b *Bulkhead) Equal(c *Bulkhead) bool {
	return b.policy == c.policy && b.counts == c.counts && sameInAnyOrder(b.inFlight, c.inFlight) && slices.Equal(b.queue, c.queue)
}

func sameInAnyOrder[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		if !slices.Contains(b, x) {
			return false
		}
	}
	return true
}
