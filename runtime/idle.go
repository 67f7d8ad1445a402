package runtime

import (
	"math"
	"time"
)

// idleGuards finds the guards that have had no calls for a while. Calls do not say when they
// come: their guard's totals are compared with what they were when it was last looked at. Each
// look takes a part of the guards, so that none takes long, and such a part that all have had
// their turn in half of the while.
type idleGuards[K comparable] struct {
	watched []watched[K]
	last    instant // when it was looked
	turn    int     // of watched, where the next look begins
}

type watched[K comparable] struct {
	key   K
	guard *Guard
	calls uint64  // when it was last looked at
	since instant // the look that found the first as many
}

func (i *idleGuards[K]) watch(key K, g *Guard) {
	i.watched = append(i.watched, watched[K]{key: key, guard: g, since: now()})
}

// due is the instant of the next look.
func (i *idleGuards[K]) due(idle time.Duration) instant { return i.last.add(idle / 32) }

// find is the keys of guards that can be forgotten, which it watches no longer. It is none
// while it is not yet time to look.
func (i *idleGuards[K]) find(at instant, idle time.Duration) []K {
	if at < i.due(idle) {
		return nil
	}
	part := min(1, float64(at.sub(i.last))/float64(idle/2))
	i.last = at
	var found []K
	for range int(math.Ceil(part * float64(len(i.watched)))) {
		i.turn %= len(i.watched)
		w := &i.watched[i.turn]
		if s := w.look(at); at.sub(w.since) < idle || !s.forgettable() {
			i.turn++
			continue
		}
		found = append(found, w.key)
		last := len(i.watched) - 1
		*w = i.watched[last]
		i.watched[last] = watched[K]{}
		i.watched = i.watched[:last]
	}
	return found
}

// look is called under a lock that keys are found by, and so must not call what others have
// written.
func (w *watched[K]) look(at instant) Snapshot {
	s, _ := w.guard.describe()
	if calls := s.Totals.calls(); calls != w.calls {
		w.calls, w.since = calls, at
	}
	return s
}

// calls are all that have come, except those in flight.
func (t Totals) calls() uint64 { return t.admitted() + t.RejectedOpen + t.RejectedFull }

func (t Totals) admitted() uint64 { return t.Successes + t.Failures + t.Ignored + t.Cancelled }

// forgettable reports whether little is lost when the guard is forgotten that has been idle. An
// open breaker whose wait is over, and a half-open one, would let the next call probe. That may
// never come: keys are hosts, say, and those that are gone leave such breakers behind.
func (s *Snapshot) forgettable() bool {
	return (s.State == Closed || s.State == HalfOpen || s.ProbeDue) && s.InFlight == 0 && s.Waiting == 0
}
