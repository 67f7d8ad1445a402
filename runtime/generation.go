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
func (gen *generation) rejects() bool {
	until := gen.refuses.Load()
	return until == forever || int64(now()) < until
}

// rest lets callers be rejected without a look at the clock, which takes longer than all else
// about it, until most of the wait is over.
func (gen *generation) rest(wait time.Duration) {
	if wait < 100*time.Millisecond {
		return // a timer that is late would be too late
	}
	gen.refuses.Store(forever)
	time.AfterFunc(wait-wait/8, gen.wake)
}

func (gen *generation) wake() { gen.refuses.Store(int64(gen.probeAt)) }

// wakeIfDue makes up for a timer that did not come: because of a machine that is very busy, or
// because it died with a bubble of testing/synctest.
func (gen *generation) wakeIfDue() {
	if gen.probeAt != 0 && now() >= gen.probeAt {
		gen.wake()
	}
}
