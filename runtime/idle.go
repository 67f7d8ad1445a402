package runtime

import (
	"cmp"
	"slices"
	"time"
	"weak"
)

// This is how the guards of keys are found that nobody needs any more. Calls do not say when
// they come: what a guard has counted is compared, every quarter of the policy's idle, with what
// it had counted when it was last looked at.

// A sighting is what a guard of a key looked like when it was last looked at.
type sighting struct {
	calls uint64
	since instant // the look that found the first as many
}

// A spare is a guard that can make room for that of another key.
type spare[K comparable] struct {
	key   K
	guard *Guard
}

// shortestLook keeps a tiny idle from becoming a busy loop.
const shortestLook = 10 * time.Millisecond

// sweepLater has somebody look again. The timer keeps neither the guards nor the keys alive, and
// is none while there are no keys. One that has died with its bubble of testing/synctest is made
// up for by the next key that is new.
func (k *Keyed[K]) sweepLater(at instant) {
	if len(k.all()) == 0 {
		k.nextSweep = 0
		return
	}
	wait := max(k.policy.Key.Idle/4, shortestLook)
	due := at.add(wait)
	k.nextSweep = due
	keyed := weak.Make(k)
	time.AfterFunc(wait, func() {
		if k := keyed.Value(); k != nil {
			k.sweepAt(due)
		}
	})
}

// sweepAt is for the timer, unless somebody has looked meanwhile, and made another.
func (k *Keyed[K]) sweepAt(due instant) {
	k.mu.Lock()
	defer k.mu.Unlock()

	if k.nextSweep == due {
		k.sweep(now())
	}
}

// sweep forgets the guards that nobody needs, and notes those that can make room for others.
func (k *Keyed[K]) sweep(at instant) {
	k.spares = nil
	var unused []K
	for key, g := range k.all() {
		if !g.idleFor(k.policy.Key.Idle, at) {
			continue
		}
		switch s, _ := g.describe(); {
		case !s.quiet():
		case s.State == Closed:
			unused = append(unused, key)
		case s.awaitsProbes():
			k.spares = append(k.spares, spare[K]{key, g})
		}
	}
	slices.SortFunc(k.spares, func(a, b spare[K]) int { return cmp.Compare(a.guard.seen.since, b.guard.seen.since) })
	k.forget(unused)
	k.full.Store(0)
	k.sweepLater(at)
}

// makeRoom forgets the spares that have been idle for longest: a sixteenth of them, so that the
// map of the keys is not copied for each, and as many as are too many.
func (k *Keyed[K]) makeRoom(at instant) {
	wanted := max(len(k.spares)/16, len(k.all())-k.policy.Key.Max+1)
	var unused []K
	for len(unused) < wanted && len(k.spares) > 0 {
		next := k.spares[0]
		k.spares = k.spares[1:]
		if !next.guard.idleFor(k.policy.Key.Idle, at) {
			continue // it has had calls since
		}
		if s, _ := next.guard.describe(); s.quiet() && s.awaitsProbes() {
			unused = append(unused, next.key)
		}
	}
	k.forget(unused)
}

func (k *Keyed[K]) forget(keys []K) {
	if len(keys) == 0 {
		return
	}
	k.renew()
	for _, key := range keys {
		k.client.registry.forget(k.newer[key])
		delete(k.newer, key)
	}
	k.publish()
}

// idleFor reports whether the guard has had no calls for so long.
func (g *Guard) idleFor(idle time.Duration, at instant) bool {
	if calls := g.calls(); calls != g.seen.calls {
		g.seen = sighting{calls, at}
	}
	return at.sub(g.seen.since) >= idle
}

// calls are all that have come, except those in flight.
func (g *Guard) calls() uint64 {
	at := g.breaker.lock()
	defer g.breaker.unlock(at)

	t := &g.totals
	return t.Successes + t.Failures + t.Ignored + t.Cancelled + g.rejectedOpen.sum() + g.rejectedFull.sum()
}

// quiet reports whether there are no calls under way.
func (s *Snapshot) quiet() bool { return s.InFlight == 0 && s.Waiting == 0 }

// awaitsProbes reports whether the next call would be a probe. That may never come: keys are
// hosts, say, and those that are gone leave such breakers behind.
func (s *Snapshot) awaitsProbes() bool { return s.State == HalfOpen || s.ProbeDue }
