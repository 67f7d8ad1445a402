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
		if w.look(at); at.sub(w.since) < idle || !w.guard.quiet() {
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

func (w *watched[K]) look(at instant) {
	if calls := w.guard.Snapshot().Totals.calls(); calls != w.calls {
		w.calls, w.since = calls, at
	}
}

// calls are all that have come, except those in flight.
func (t Totals) calls() uint64 { return t.admitted() + t.RejectedOpen + t.RejectedFull }

func (t Totals) admitted() uint64 { return t.Successes + t.Failures + t.Ignored + t.Cancelled }

// quiet reports whether nothing is lost when the guard is forgotten.
func (g *Guard) quiet() bool {
	s := g.Snapshot()
	return s.State == Closed && s.InFlight == 0 && s.Waiting == 0
}
