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
	probeAt instant // while open: when the wait is over; otherwise zero, long ago

	admits  bool         // every call is admitted
	starts  *starts      // of the calls in flight; nil unless the policy has slow calls
	refuses atomic.Int64 // an instant: whoever comes before it is rejected
}

// forever is an instant that never comes.
const forever = math.MaxInt64

// rejects reports whether callers can be rejected without asking the breaker.
func (gen *generation) rejects() bool { return int64(now()) < gen.refuses.Load() }

// A ticket is the admission of one call. The zero ticket is none.
type ticket struct {
	cell  *cell   // of the lane that the call goes through
	start instant // zero where the policy has no slow calls
}

// slow reports whether the call has been slow if it returns at this instant.
func (t ticket) slow(at instant) bool {
	return t.start != 0 && at.sub(t.start) > t.cell.lane.generation.starts.slow
}

// returned takes the call from those in flight. It reports whether the call was noticed
// before, as one that had become slow.
func (t ticket) returned() (noticed bool) {
	return t.start != 0 && !t.cell.lane.generation.starts.remove(t.cell.ring, t.start)
}

// inTime takes the call from those in flight if there is no more to it: it was not slow, and
// no other has become so.
func (t ticket) inTime() bool {
	at := now()
	starts := t.cell.lane.generation.starts
	return at.sub(t.start) <= starts.slow && int64(at) <= starts.due.Load() && starts.remove(t.cell.ring, t.start)
}
