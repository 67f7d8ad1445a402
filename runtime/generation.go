package runtime

import (
	"math"
	"sync/atomic"
)

// A generation is a breaker from one transition to the next, as far as callers may look at
// it without the breaker's lock. What can change within a generation is atomic; the rest
// stays as it was published. (Applying a policy publishes another generation with the same
// number, which is the same generation.)
type generation struct {
	number  uint64 // grows at every transition, and at nothing else
	state   State
	rules   State // closed, open or half-open: what the rules say where state is Observe
	since   instant
	probeAt instant // while open: when the wait is over

	admits  bool         // every call is admitted
	starts  *starts      // of the calls in flight; nil unless the policy has slow calls
	refuses atomic.Int64 // an instant: whoever comes before it is rejected
	tally   tally        // only thawed while every call is admitted
}

// forever is an instant that never comes.
const forever = math.MaxInt64

// A ticket is the admission of one call.
type ticket struct {
	generation *generation // nil for a call that is admitted only because the breaker observes
	start      instant     // zero where the policy has no slow calls
	stripe     int         // of generation.starts
}

// admit admits a call where that can be said without the breaker's lock. If neither admitted
// nor rejected is true, the lock has to be taken.
func (gen *generation) admit() (t ticket, admitted, rejected bool) {
	if gen.admits && gen.starts == nil {
		return ticket{generation: gen}, true, false
	}
	if gen.admits {
		at := now()
		stripe, ok := gen.starts.add(at)
		return ticket{gen, at, stripe}, ok, false
	}
	until := gen.refuses.Load()
	rejected = until == forever || until != 0 && int64(now()) < until
	return ticket{generation: gen}, false, rejected
}

// succeeded counts the success of a call where nothing but one success more is to be said.
// Otherwise it reports false, and the breaker has to settle the ticket.
func (t *ticket) succeeded() bool {
	gen := t.generation
	if gen == nil || !gen.admits {
		return false
	}
	if t.start != 0 {
		at := now()
		if at.sub(t.start) > gen.starts.slow || int64(at) > gen.starts.due.Load() ||
			!gen.starts.remove(t.start, t.stripe) {
			return false
		}
		t.start = 0 // it was not slow, and is in flight no longer
	}
	return gen.tally.add()
}

// slow reports whether the call has been slow if it returns at this instant.
func (t *ticket) slow(at instant) bool {
	return t.start != 0 && at.sub(t.start) > t.generation.starts.slow
}

// returned takes the call from those in flight. It reports whether the call was noticed
// before, as one that had become slow.
func (t *ticket) returned() (noticed bool) {
	return t.start != 0 && !t.generation.starts.remove(t.start, t.stripe)
}
