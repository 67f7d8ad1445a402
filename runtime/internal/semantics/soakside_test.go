package semantics_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A soakSide is one guard with what its callers and its dependency have seen.
type soakSide struct {
	t       *testing.T
	guard   *cb.Guard
	policy  cb.Policy
	reached atomic.Int64 // calls in the dependency now

	made, left                     atomic.Uint64
	successes, failures, cancelled atomic.Uint64
	open, full                     atomic.Uint64

	mu     sync.Mutex
	probes map[uint64]int // by generation, less those that were cancelled
}

func newSoakSide(t *testing.T, g *cb.Guard) *soakSide {
	return &soakSide{t: t, guard: g, policy: g.Snapshot().Policy, probes: make(map[uint64]int)}
}

// call makes one call, in a goroutine of its own since it may leave by Goexit.
func (s *soakSide) call(rnd *rand.Rand) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(1+rnd.IntN(3000))*time.Millisecond)
	defer cancel()
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer func() {
			if r := recover(); r != nil && r != errDown {
				panic(r)
			}
		}()
		s.guarded(ctx, cancel, rnd)
	}()
	<-over
}

func (s *soakSide) guarded(ctx context.Context, hangUp func(), rnd *rand.Rand) {
	s.made.Add(1)
	before := s.guard.Snapshot()
	call, err := s.guard.Begin(ctx)
	after := s.guard.Snapshot()
	switch {
	case errors.Is(err, cb.ErrOpen):
		s.open.Add(1)
		return
	case errors.Is(err, cb.ErrBulkheadFull):
		s.full.Add(1)
		return
	case err != nil:
		if err != ctx.Err() {
			s.t.Errorf("left the queue with %v", err)
		}
		s.left.Add(1)
		return
	}
	defer call.End()

	// Nothing tells a caller that its call is a probe. But it is one for sure if the breaker
	// was half-open before and after, without having been anything else meanwhile.
	probe := before.State == cb.HalfOpen && before.Generation == after.Generation
	s.probe(probe, before.Generation, +1)

	returned := false
	defer func() {
		if !returned {
			s.failures.Add(1)
		}
	}()
	err = s.dependency(ctx, hangUp, rnd)
	returned = true
	switch {
	case err == nil:
		s.successes.Add(1)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		s.cancelled.Add(1)
		s.probe(probe, before.Generation, -1)
	default:
		s.failures.Add(1)
	}
	call.Return(err)
}

func (s *soakSide) probe(is bool, generation uint64, n int) {
	if !is {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.probes[generation] += n
	if s.probes[generation] > s.policy.Breaker.Probes {
		s.t.Errorf("%s: %d probes in generation %d", s.guard.Name(), s.probes[generation], generation)
	}
}

// dependency is the method behind the guard. Of each minute it is down for twenty seconds.
func (s *soakSide) dependency(ctx context.Context, hangUp func(), rnd *rand.Rand) error {
	n := s.reached.Add(1)
	defer s.reached.Add(-1)
	if most := int64(s.policy.Bulkhead.Max); most != 0 && n > most {
		s.t.Errorf("%s: %d calls at once, the bulkhead has %d slots", s.guard.Name(), n, most)
	}

	down := time.Now().Second() < 20
	if !down && rnd.IntN(20) > 0 {
		time.Sleep(time.Duration(rnd.IntN(200)) * time.Millisecond)
		return nil
	}
	switch rnd.IntN(6) {
	case 0:
		panic(errDown)
	case 1:
		runtime.Goexit()
	case 2:
		time.Sleep(7 * time.Second) // deaf to its context
		return nil
	case 3:
		<-ctx.Done()
		return fmt.Errorf("waiting for the dependency: %w", ctx.Err())
	case 4:
		hangUp()
		return ctx.Err()
	}
	return errDown
}
