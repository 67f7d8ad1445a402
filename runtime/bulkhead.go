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
	place, err := b.enqueue()
	if place == nil {
		return err
	}

	timer := time.NewTimer(b.policy.Wait)
	defer timer.Stop()
	select {
	case <-place.Value.(chan struct{}):
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

// enqueue takes a place in the queue. There is none where a slot has come free meanwhile,
// and with ErrBulkheadFull none where the policy does not let the call wait.
func (b *bulkhead) enqueue() (*list.Element, error) {
	b.mu.Lock()
	defer b.mu.Unlock()

	if b.take() {
		return nil, nil
	}
	if b.policy.Wait == 0 || b.policy.Queue != 0 && b.waiting.Len() >= b.policy.Queue {
		return nil, ErrBulkheadFull
	}
	return b.waiting.PushBack(make(chan struct{})), nil
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
