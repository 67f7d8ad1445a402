package main

import (
	"context"
	"sync"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A side is a client with a provider and callers of its own, so that the sides of the
// comparison do not disturb each other.
type side struct {
	name     string
	client   PaymentClient
	guards   []*cb.Guard // of charge and refund; none on the bare side
	provider *provider

	charge, refund meter
	callers        sync.WaitGroup

	mu     sync.Mutex
	opened time.Time // when a guard was first seen open since the last cue
	closed time.Time // when all of them were first seen closed since the last cue
}

func newSide(name string, slowness time.Duration, guard bool) (*side, error) {
	p, err := newProvider(slowness)
	if err != nil {
		return nil, err
	}
	s := &side{name: name, client: newHTTPClient(p.url), provider: p}
	if guard {
		guarded := NewGuardedPaymentClient(s.client)
		s.client, s.guards = guarded, guarded.Guards()
	}
	return s, nil
}

// run makes calls until ctx is done: new ones at a constant rate, whatever became of those
// before, as the users of a web site do. Callers that waited for one another would hide
// how many a dependency that hangs can hold.
func (s *side) run(ctx context.Context, rate int, patience time.Duration) {
	s.callers.Go(func() {
		s.call(ctx, rate, patience, &s.charge, func(ctx context.Context) error {
			_, err := s.client.Charge(ctx, &ChargeRequest{Account: "acct_1", Cents: 4200})
			return err
		})
	})
	s.callers.Go(func() {
		s.call(ctx, max(rate/4, 1), patience, &s.refund, func(ctx context.Context) error {
			return s.client.Refund(ctx, "ch_1")
		})
	})
	if s.guards != nil {
		s.callers.Go(func() { s.watch(ctx) })
	}
}

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
	s.provider.close()
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

// state is what the guard of charge or refund does now.
func (s *side) state(method int) string {
	if s.guards == nil {
		return ""
	}
	return s.guards[method].State().String()
}

// A stretch is what a side went through between two cues. What did not happen is zero.
type stretch struct {
	opened, closed time.Time // of the guards
	failed, served time.Time // of the first call
	stuck          int       // callers in flight at worst
}

// endStretch is the stretch that ends now.
func (s *side) endStretch() stretch {
	charge, refund := s.charge.resetMarks(), s.refund.resetMarks()
	s.mu.Lock()
	defer s.mu.Unlock()

	ended := stretch{
		opened: s.opened,
		closed: s.closed,
		failed: earlier(charge.firstErr, refund.firstErr),
		served: earlier(charge.firstOK, refund.firstOK),
		stuck:  charge.worst + refund.worst,
	}
	s.opened, s.closed = time.Time{}, time.Time{}
	return ended
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
