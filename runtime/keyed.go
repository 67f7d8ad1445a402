package runtime

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Keyed is a guard for each key, such as the tenant, the shard or the host that a call is
// for: one that fails opens a breaker of its own, and not that of all. It is made by
// [NewKeyed], and generated code calls it.
//
// The guard of a key is made at its first call, and named after it: PaymentClient.Charge[eu-1].
// There are at most Policy.Key.Max of them; keys that come when there are as many share one
// more guard.
//
// A guard that is closed, and has no calls in flight, is forgotten when it has had none for
// Policy.Key.Idle, or up to a quarter longer. One that is half-open by then, or open with its
// wait over, is kept until another key needs its place; any other for as long as it is so.
type Keyed[K comparable] struct {
	client *Client
	method string
	can    Ability
	shared *Guard

	known atomic.Pointer[map[K]*Guard] // never written to: another map takes its place
	full  atomic.Int64                 // an instant: until then there is no place for another key

	mu     sync.Mutex
	policy Policy
	source Source
	newer  map[K]*Guard // all of known, and those that have been added since; nil if none has been
	misses int          // how often newer had to be asked

	nextSweep instant    // zero while there are no keys
	spares    []spare[K] // that the last sweep has found, the longest idle first
}

// NewKeyed makes the guards of a method that has one for each key. It panics if the policy is
// invalid, or has a group: the breaker of a key is its own.
func NewKeyed[K comparable](c *Client, method string, policy Policy, abilities ...Ability) *Keyed[K] {
	if group := policy.Breaker.Group; group != "" {
		panic(fmt.Sprintf("cb: %s.%s: group=%s would share the breaker that each key has of its own", c.name, method, group))
	}
	k := &Keyed[K]{client: c, method: method, can: allOf(abilities) | byKey}
	k.mu.Lock()
	defer k.mu.Unlock()

	k.setPolicy(policy, caller())
	k.shared = c.guard(method, policy, k.can, k.source, k)
	k.known.Store(new(make(map[K]*Guard)))
	return k
}

// Of is the guard of the key. It allocates nothing for a key that has had calls before, and soon
// takes no lock: keys that are new are found under one until they have been asked for about as
// often as there are keys.
func (k *Keyed[K]) Of(key K) *Guard {
	if g := (*k.known.Load())[key]; g != nil {
		return g
	}
	if at := k.full.Load(); at != 0 && int64(now()) < at {
		return k.shared
	}
	return k.find(key)
}

// Shared is the guard of the keys that have none of their own, and of calls without a key.
func (k *Keyed[K]) Shared() *Guard { return k.shared }

// Guards are those that there are now: the shared one, and then those of the keys by name.
func (k *Keyed[K]) Guards() []*Guard {
	k.mu.Lock()
	defer k.mu.Unlock()

	guards := []*Guard{k.shared}
	for _, g := range k.all() {
		guards = append(guards, g)
	}
	slices.SortFunc(guards[1:], func(a, b *Guard) int { return strings.Compare(a.name, b.name) })
	return guards
}

// find is Of for a key that is not known, or not yet to all.
func (k *Keyed[K]) find(key K) *Guard {
	if key != key {
		return k.shared // no map finds a NaN again
	}
	if g := k.placed(key); g != nil {
		return g
	}
	// Without the lock: a key may have a method String.
	return k.place(key, fmt.Sprintf("%s[%v]", k.method, key))
}

// placed is the guard of the key, or nil if it has none and there is place for one.
func (k *Keyed[K]) placed(key K) *Guard {
	k.mu.Lock()
	defer k.mu.Unlock()

	if g := k.all()[key]; g != nil {
		if k.misses++; k.misses >= len(k.newer) {
			k.publish()
		}
		return g
	}
	at := now()
	if at >= k.nextSweep {
		k.sweep(at)
	}
	if k.isFull() {
		k.makeRoom(at)
	}
	if k.isFull() {
		k.publish()
		k.full.Store(int64(k.nextSweep))
		return k.shared
	}
	return nil
}

// place makes the guard of the key, unless another caller was faster.
func (k *Keyed[K]) place(key K, name string) *Guard {
	k.mu.Lock()
	defer k.mu.Unlock()

	if g := k.all()[key]; g != nil {
		return g
	}
	if k.isFull() {
		return k.shared
	}
	g := k.client.guard(name, k.policy, k.can, k.source, nil)
	k.add(key, g)
	return g
}

func (k *Keyed[K]) isFull() bool { return len(k.all()) >= k.policy.Key.Max }

// all are the guards of the keys.
func (k *Keyed[K]) all() map[K]*Guard {
	if k.newer != nil {
		return k.newer
	}
	return *k.known.Load()
}

func (k *Keyed[K]) add(key K, g *Guard) {
	at := now()
	k.renew()
	k.newer[key] = g
	g.seen = sighting{since: at}
	if k.nextSweep == 0 {
		k.sweepLater(at)
	}
}

// renew begins newer, if there is none.
func (k *Keyed[K]) renew() {
	if k.newer == nil {
		k.newer = maps.Clone(*k.known.Load())
	}
}

// publish lets all callers know the newer guards.
func (k *Keyed[K]) publish() {
	if k.newer != nil {
		k.known.Store(new(k.newer))
		k.newer, k.misses = nil, 0
	}
}

// apply changes the policy of the shared guard and of all keys, and of those to come.
func (k *Keyed[K]) apply(p Policy, source Source) {
	k.mu.Lock()
	defer k.mu.Unlock()

	k.setPolicy(p, source)
	k.full.Store(0)
	k.sweepLater(now()) // idle may be shorter now
	k.shared.breaker.apply(k.shared, p, source)
	for _, g := range k.all() {
		g.breaker.apply(g, p, source)
	}
}

// setPolicy sets that of the keys to come.
func (k *Keyed[K]) setPolicy(p Policy, source Source) {
	k.policy, k.source = p.WithDefaults(), source
	k.policy.Key = k.policy.Key.withDefaults()
}
