package model

import (
	"slices"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A Bulkhead is the slots of one guard, and who waits for one. The zero policy has no bound.
type Bulkhead struct {
	policy   cb.Bulkhead
	counts   bool     // there is a policy, or has been
	inFlight []int    // calls that hold a slot
	queue    []waiter // who came first is first
}

// A waiter is a call that waits for a slot.
type waiter struct {
	id    int
	until time.Time
}

// NewBulkhead is a bulkhead with all of its slots free.
func NewBulkhead(policy cb.Bulkhead) *Bulkhead {
	return &Bulkhead{policy: policy, counts: policy != (cb.Bulkhead{})}
}

// Take asks for a slot, which nobody gets who would overtake a waiter.
func (b *Bulkhead) Take(id int) bool {
	if len(b.queue) > 0 || !b.free() {
		return false
	}
	if b.counts {
		b.inFlight = append(b.inFlight, id)
	}
	return true
}

// Free gives the slot of a call back.
func (b *Bulkhead) Free(id int) {
	b.inFlight = slices.DeleteFunc(b.inFlight, func(other int) bool { return other == id })
}

// InFlight is how many slots are taken.
func (b *Bulkhead) InFlight() int { return len(b.inFlight) }

func (b *Bulkhead) free() bool {
	return b.policy.Max == 0 || len(b.inFlight) < b.policy.Max
}

// wait puts a call into the queue, if it may wait.
func (b *Bulkhead) wait(id int, now time.Time) bool {
	if b.policy.Wait == 0 || b.policy.Queue != 0 && len(b.queue) == b.policy.Queue {
		return false
	}
	b.queue = append(b.queue, waiter{id, now.Add(b.policy.Wait)})
	return true
}

// next gives a free slot to whoever has waited longest.
func (b *Bulkhead) next() (id int, ok bool) {
	if len(b.queue) == 0 || !b.free() {
		return 0, false
	}
	id = b.queue[0].id
	b.queue = b.queue[1:]
	b.inFlight = append(b.inFlight, id)
	return id, true
}

// leave takes a call out of the queue.
func (b *Bulkhead) leave(id int) {
	b.queue = slices.DeleteFunc(b.queue, func(w waiter) bool { return w.id == id })
}

// expire takes the calls out of the queue that have waited for as long as they may.
func (b *Bulkhead) expire(now time.Time) []int {
	var expired []int
	b.queue = slices.DeleteFunc(b.queue, func(w waiter) bool {
		over := !now.Before(w.until)
		if over {
			expired = append(expired, w.id)
		}
		return over
	})
	return expired
}
