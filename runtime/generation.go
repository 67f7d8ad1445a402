package runtime

import (
	"math"
	"sync/atomic"
	"time"
)

// A generation is a breaker from one transition to the next, as far as callers may look at
// it without the breaker's lock. What can change within a generation is atomic; the rest
// stays as it was published. (Applying a policy publishes another generation with the same
// number, which is the same generation.)
type generation struct {
	number  uint64 // grows at every transition, and at nothing else
	state   State
	rules   State // closed, open or half-open: what the rules say where state is Observe
	since   time.Time
	probe   time.Time // while open: when the wait is over
	probeAt instant   // the same; otherwise zero, long ago

	admits  bool         // every call is admitted
	starts  *starts      // of the calls in flight; nil unless the policy has slow calls, and calls are timed
	refuses atomic.Int64 // an instant: whoever comes before it is rejected
}

// forever is an instant that never comes.
const forever = math.MaxInt64

// rejects reports whether callers can be rejected without asking the breaker.
func (gen *generation) rejects() bool { return int64(now()) < gen.refuses.Load() }
