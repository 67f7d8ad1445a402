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
// more guard. A guard is forgotten when it has had no calls for Policy.Key.Idle, or somewhat
// longer, and another key comes that has none; not if its breaker is open and the wait not yet
// over, nor if it has been changed by hand.
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
	idle   idleGuards[K]
}

// NewKeyed makes the guards of a method that has one for each key. It panics if the policy is
// invalid, or has a group: the breaker of a key is its own.
func NewKeyed[K comparable](c *Client, method string, policy Policy, abilities ...Ability) *Keyed[K] {
	if group := policy.Breaker.Group; group != "" {
		panic(fmt.Sprintf("cb: %s.%s: group=%s would share the breaker that each key has of its own", c.name, method, group))
	}
	k := &Keyed[K]{client: c, method: method, can: allOf(abilities) | byKey, source: caller()}
	k.mu.Lock()
	defer k.mu.Unlock()

	k.policy = policy.WithDefaults()
	k.policy.Key = k.policy.Key.withDefaults()
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
	k.mu.Lock()
	defer k.mu.Unlock()

	if g := k.all()[key]; g != nil {
		if k.misses++; k.misses >= len(k.newer) {
			k.publish()
		}
		return g
	}
	k.forgetIdle()
	if len(k.all()) >= k.policy.Key.Max {
		k.publish()
		k.full.Store(int64(k.idle.due(k.policy.Key.Idle)))
		return k.shared
	}
	g := k.client.guard(fmt.Sprintf("%s[%v]", k.method, key), k.policy, k.can, k.source, nil)
	k.add(key, g)
	return g
}

// all are the guards of the keys.
func (k *Keyed[K]) all() map[K]*Guard {
	if k.newer != nil {
		return k.newer
	}
	return *k.known.Load()
}

func (k *Keyed[K]) add(key K, g *Guard) {
	if k.newer == nil {
		k.newer = maps.Clone(*k.known.Load())
	}
	k.newer[key] = g
	k.idle.watch(key, g)
}

// publish lets all callers know the newer guards.
func (k *Keyed[K]) publish() {
	if k.newer != nil {
		k.known.Store(new(k.newer))
		k.newer, k.misses = nil, 0
	}
}

// forgetIdle makes room, if it is time to look for what can go.
func (k *Keyed[K]) forgetIdle() {
	idle := k.idle.find(now(), k.policy.Key.Idle)
	if len(idle) == 0 {
		return
	}
	if k.newer == nil {
		k.newer = maps.Clone(*k.known.Load())
	}
	for _, key := range idle {
		k.client.registry.forget(k.newer[key])
		delete(k.newer, key)
	}
	k.publish()
}

// apply changes the policy of the shared guard and of all keys, and of those to come.
func (k *Keyed[K]) apply(p Policy, source Source) {
	k.mu.Lock()
	defer k.mu.Unlock()

	k.policy, k.source = p, source
	k.policy.Key = k.policy.Key.withDefaults()
	k.full.Store(0)
	k.shared.breaker.apply(k.shared, p, source)
	for _, g := range k.all() {
		g.breaker.apply(g, p, source)
	}
}
