package runtime

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// A bulkhead bounds the calls in flight. A slot that comes free goes to the call that has
// waited longest; nobody overtakes it.
type bulkhead struct {
	policy Bulkhead

	mu       sync.Mutex
	inFlight int
	waiting  list.List // of chan struct{}, closed when the slot is theirs
}

// tryAcquire takes a slot if one is free and nobody waits for it.
func (b *bulkhead) tryAcquire() bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.take()
}

func (b *bulkhead) take() bool {
	if b.inFlight == b.policy.Max || b.waiting.Len() > 0 {
		return false
	}
	b.inFlight++
	return true
}

// acquire waits for a slot as the policy allows. Its error is ErrBulkheadFull or the context's.
func (b *bulkhead) acquire(ctx context.Context) error {
	b.mu.Lock()
	if b.take() {
		b.mu.Unlock()
		return nil
	}
	if b.policy.Wait == 0 || b.policy.Queue != 0 && b.waiting.Len() >= b.policy.Queue {
		b.mu.Unlock()
		return ErrBulkheadFull
	}
	mine := make(chan struct{})
	place := b.waiting.PushBack(mine)
	b.mu.Unlock()

	timer := time.NewTimer(b.policy.Wait)
	defer timer.Stop()
	select {
	case <-mine:
		return nil
	case <-timer.C:
		if b.leave(place) {
			return ErrBulkheadFull
		}
		return nil // the slot came with the last tick
	case <-ctx.Done():
		if !b.leave(place) {
			b.release() // the slot came too late: it is the next one's
		}
		return ctx.Err()
	}
}

// leave gives up a place in the queue. It reports false when a slot has been handed to it.
func (b *bulkhead) leave(place *list.Element) bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	select {
	case <-place.Value.(chan struct{}):
		return false
	default:
		b.waiting.Remove(place)
		return true
	}
}

// release frees a slot, or hands it to whoever has waited longest.
func (b *bulkhead) release() {
	b.mu.Lock()
	defer b.mu.Unlock()

	first := b.waiting.Front()
	if first == nil {
		b.inFlight--
		return
	}
	close(b.waiting.Remove(first).(chan struct{}))
}

func (b *bulkhead) queued() int {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.waiting.Len()
}
