package runtime

import (
	"container/list"
	"context"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// A bulkhead bounds the calls in flight. A slot that comes free goes to the call that has
// waited longest; nobody overtakes it.
//
// While slots are free they lie in stripes, from which callers take them without a lock.
// When a caller finds none, all stripes are frozen under the lock and the free slots are
// counted, so that full is said only of a bulkhead that is. It stays that way while calls
// wait, or too few slots are free to be dealt out: for good, if the limit has been lowered
// below the number of stripes.
type bulkhead struct {
	slots   stripes[atomic.Int64] // free ones, or frozen
	rejects atomic.Bool           // frozen, no slot is free, and the policy lets nobody wait

	mu      sync.Mutex
	policy  Bulkhead
	frozen  bool
	free    int       // while frozen; below zero when Max was lowered under the calls in flight
	waiting list.List // of chan struct{}, closed when the slot is theirs
}

func newBulkhead(policy Bulkhead) *bulkhead {
	b := &bulkhead{policy: policy}
	b.slots.first.Store(int64(policy.limit()))
	return b
}

// limit is Max, or more than there can be calls where the policy has been taken away.
func (p *Bulkhead) limit() int {
	if *p == (Bulkhead{}) {
		return math.MaxInt32
	}
	return p.Max
}

// frozen is a stripe whose slots have been collected.
const frozen = math.MinInt64

// takeSlot takes one of these free slots. It reports false where there is none, or where it
// is not as easy as that.
func takeSlot(slots *atomic.Int64) bool {
	n := slots.Load()
	return n > 0 && slots.CompareAndSwap(n, n-1)
}

// giveSlot puts a slot back among these. It reports false where that is not as easy.
func giveSlot(slots *atomic.Int64) bool {
	n := slots.Load()
	return n != frozen && slots.CompareAndSwap(n, n+1)
}

// tryAcquire takes a slot if one is free and nobody waits for it. Otherwise it says whether
// the caller may wait.
func (b *bulkhead) tryAcquire(c *cell) (taken, mayWait bool) {
	for n := c.slots.Load(); n > 0; n = c.slots.Load() {
		if takeSlot(c.slots) {
			return true, false
		}
		c.lane.miss()
	}
	if c.slots.Load() == frozen && b.rejects.Load() {
		return false, false
	}
	for slots := range b.slots.all() {
		if takeSlot(slots) {
			return true, false
		}
	}
	b.lock()
	defer b.unlock()

	if b.free <= 0 { // as it is while anybody waits
		return false, b.policy.Wait != 0
	}
	b.free--
	return true, false
}

// release frees a slot, or hands it to whoever has waited longest.
func (b *bulkhead) release(c *cell) {
	for c.slots.Load() != frozen {
		if giveSlot(c.slots) {
			return
		}
		c.lane.miss()
	}
	b.handBack()
}

// handBack is release under the lock.
func (b *bulkhead) handBack() {
	b.lock()
	defer b.unlock()

	b.free++
}

// acquire waits for a slot as the policy allows. Its error is ErrBulkheadFull or the context's.
func (b *bulkhead) acquire(ctx context.Context) error {
	if ctx == nil {
		ctx = context.Background()
	}
	done := ctx.Done() // first, for a faulty context panics here, and must not do so with a place in the queue
	place, wait := b.enqueue()
	if place == nil {
		return ErrBulkheadFull
	}

	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-place.Value.(chan struct{}):
		return nil
	case <-timer.C:
		if b.leave(place) {
			return ErrBulkheadFull
		}
		return nil // the slot came with the last tick
	case <-done:
		if !b.leave(place) {
			b.handBack() // the slot came too late: it is the next one's
		}
		return ctx.Err()
	}
}

// enqueue takes a place in the queue, if there is one left, and says how long to wait there.
// Whoever comes first when a slot has come free meanwhile gets it as the lock is given back.
func (b *bulkhead) enqueue() (*list.Element, time.Duration) {
	b.lock()
	defer b.unlock()

	p := &b.policy
	if p.Queue != 0 && b.waiting.Len() >= p.Queue {
		return nil, 0
	}
	return b.waiting.PushBack(make(chan struct{})), p.Wait
}

// leave gives up a place in the queue. It reports false when a slot has been handed to it.
func (b *bulkhead) leave(place *list.Element) bool {
	b.lock()
	defer b.unlock()

	select {
	case <-place.Value.(chan struct{}):
		return false
	default:
		b.waiting.Remove(place)
		return true
	}
}

// apply changes the policy. Calls in flight keep their slots: if they are more than the new
// limit, nobody is admitted until they have become fewer.
func (b *bulkhead) apply(policy Bulkhead) {
	b.lock()
	defer b.unlock()

	b.free += policy.limit() - b.policy.limit()
	b.policy = policy
}

func (b *bulkhead) describe(s *Snapshot) {
	b.lock()
	defer b.unlock()

	s.Policy.Bulkhead = b.policy
	s.InFlight = b.policy.limit() - b.free
	s.Waiting = b.waiting.Len()
}

// lock collects all free slots.
func (b *bulkhead) lock() {
	b.mu.Lock()
	if b.frozen {
		return
	}
	b.frozen = true
	b.free = 0
	for cell := range b.slots.all() {
		b.free += int(cell.Swap(frozen))
	}
}

// unlock hands free slots to whoever waits, and deals out the others if they suffice.
func (b *bulkhead) unlock() {
	handed := max(0, min(b.free, b.waiting.Len()))
	b.free -= handed
	enough := b.free >= b.slots.len()

	// Before anybody can act on what follows.
	b.rejects.Store(b.free <= 0 && b.policy.Wait == 0)
	for range handed {
		close(b.waiting.Remove(b.waiting.Front()).(chan struct{}))
	}
	if enough {
		b.deal()
	}
	b.mu.Unlock()
}

// deal divides the free slots among the stripes.
func (b *bulkhead) deal() {
	b.frozen = false
	left := b.slots.len()
	for cell := range b.slots.all() {
		share := b.free / left
		cell.Store(int64(share))
		b.free -= share
		left--
	}
}

// spread makes the stripes many, if there are slots enough for all.
func (b *bulkhead) spread() {
	b.lock()
	defer b.unlock()

	if !b.slots.many() && b.policy.limit() >= 4*stripeCount() {
		b.slots.grow()
	}
}
