package main

import (
	"context"
	"sync"
	"time"

	"github.com/cbgen/cbgen/examples/internal/faulty"
	"github.com/cbgen/cbgen/examples/internal/network"
	cb "github.com/cbgen/cbgen/runtime"
)

// The methods, in the order of the interface.
var methods = [...]string{"Charge", "Refund"}

// A side is a client with a provider and callers of its own, so that the sides of the
// comparison do not disturb each other.
type side struct {
	client   PaymentClient
	guards   []*cb.Guard // of the methods; none on the bare side
	provider *faulty.Server
	meters   [len(methods)]meter
	callers  sync.WaitGroup

	mu     sync.Mutex
	opened time.Time // when a guard was first seen open since the last cue
	closed time.Time // when all of them were first seen closed since the last cue
}

// newSide is a side with guards that are registered there, or without.
func newSide(n network.Network, slowness time.Duration, guards *cb.Registry) (*side, error) {
	listener, err := n.Listen(network.Loopback)
	if err != nil {
		return nil, err
	}
	p := newProvider(listener, slowness)
	s := &side{client: newHTTPClient(p.URL, n), provider: p}
	if guards != nil {
		guarded := NewGuardedPaymentClient(s.client, cb.WithRegistry(guards), cb.WithDurations())
		s.client, s.guards = guarded, guarded.Guards()
	}
	return s, nil
}

// run makes calls until ctx is done: new ones at a constant rate, whatever became of those
// before, as the users of a web site do. Callers that waited for one another would hide
// how many a dependency that hangs can hold.
func (s *side) run(ctx context.Context, rate int, patience time.Duration) {
	charge := func(ctx context.Context) error {
		_, err := s.client.Charge(ctx, &ChargeRequest{Account: "acct_1", Cents: 4200})
		return err
	}
	refund := func(ctx context.Context) error { return s.client.Refund(ctx, "ch_1") }

	s.callers.Go(func() { s.call(ctx, rate, patience, &s.meters[0], charge) })
	s.callers.Go(func() { s.call(ctx, refunds(rate), patience, &s.meters[1], refund) })
	if s.guards != nil {
		s.callers.Go(func() { s.watch(ctx) })
	}
}

// refunds are how many there are a second, for so many charges.
func refunds(rate int) int { return rate / 4 }

func (s *side) call(ctx context.Context, rate int, patience time.Duration, m *meter, call func(context.Context) error) {
	ticker := time.NewTicker(time.Second / time.Duration(rate))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		s.callers.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, patience)
			defer cancel()
			m.measure(func() error { return call(ctx) })
		})
	}
}

// close waits for the callers, whose context is done, and ends the connections.
func (s *side) close() {
	s.callers.Wait()
	s.client.Close()
	s.provider.Close()
}

// watch notes when the guards open and close.
func (s *side) watch(ctx context.Context) {
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			s.note()
		}
	}
}

func (s *side) note() {
	open, closed := false, true
	for _, g := range s.guards {
		open = open || g.State() == cb.Open
		closed = closed && g.State() == cb.Closed
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if open && s.opened.IsZero() {
		s.opened = time.Now()
	}
	if closed && s.closed.IsZero() {
		s.closed = time.Now()
	}
}

// A stretch is what a side went through between two cues. What did not happen is zero.
type stretch struct {
	opened, closed time.Time // of the guards
	failed, served time.Time // of the first call
	stuck          int       // callers in flight at worst
}

// endStretch is the stretch that ends now.
func (s *side) endStretch(now time.Time) stretch {
	s.mu.Lock()
	ended := stretch{opened: s.opened, closed: s.closed}
	s.opened, s.closed = time.Time{}, time.Time{}
	s.mu.Unlock()

	for i := range s.meters {
		m := s.meters[i].resetMarks(now)
		ended.failed = earlier(ended.failed, m.firstErr)
		ended.served = earlier(ended.served, m.firstOK)
		ended.stuck += m.worst
	}
	return ended
}

// earlier is the first of two moments, if any.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// totals are how the side's callers fared, of both methods.
func (s *side) totals() tally {
	var sum tally
	for i := range s.meters {
		sum = sum.plus(s.meters[i].totals())
	}
	return sum
}
