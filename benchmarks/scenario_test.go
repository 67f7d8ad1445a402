package main

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/afex/hystrix-go/hystrix"
	"github.com/eapache/go-resiliency/breaker"
	"github.com/failsafe-go/failsafe-go/bulkhead"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	aegisbreaker "github.com/go-kratos/aegis/circuitbreaker"
	"github.com/sony/gobreaker/v2"
	zero "github.com/zeromicro/go-zero/core/breaker"

	cb "github.com/cbgen/cbgen/runtime"
)

// A counter counts the calls that go through it, and how they end.
type counter struct {
	next   Client
	calls  atomic.Int64
	errors atomic.Int64
	last   atomic.Value // of holder
}

type holder struct{ err error }

func (c *counter) Call(ctx context.Context) error {
	c.calls.Add(1)
	err := c.next.Call(ctx)
	if err != nil {
		c.errors.Add(1)
		c.last.Store(holder{err})
	}
	return err
}

func (c *counter) lastError() error {
	h, _ := c.last.Load().(holder)
	return h.err
}

// watched is the scenario's situation with one contender in it, and counters inside and outside.
func watched(t *testing.T, s *scenario, c contender) (sit situation, guards []Client, inside, outside *counter) {
	t.Helper()
	sit = s.situation()
	if sit.restore != nil {
		t.Cleanup(sit.restore)
	}
	inside = &counter{next: sit.client}
	sit.client = inside
	guards = sit.guard(c, s.workers(true))
	inside.calls.Store(0)
	inside.errors.Store(0)
	if len(guards) > 1 {
		return sit, guards, inside, nil
	}
	outside = &counter{next: guards[0]}
	return sit, []Client{outside}, inside, outside
}

// Each contender must do in each scenario what the scenario says, or its figures are of
// something else.
func TestContendersDoWhatTheScenarioSays(t *testing.T) {
	for i := range scenarios {
		s := &scenarios[i]
		for _, c := range s.contenders {
			t.Run(s.name+"/"+c.name, func(t *testing.T) {
				expectation(t, s)(t, s, c)
			})
		}
	}
}

func expectation(t *testing.T, s *scenario) func(*testing.T, *scenario, contender) {
	t.Helper()
	sit := s.situation()
	switch sit.client.(type) {
	case succeeding:
		return allSucceed
	case faltering:
		return oneInAHundredFails
	case failing:
		return theBreakerRejects
	case *holding:
		return theBulkheadRejects
	}
	t.Fatalf("nobody knows what to expect of %T", sit.client)
	return nil
}

const tried = 10 * unit

func allSucceed(t *testing.T, s *scenario, c contender) {
	sit, guards, inside, outside := watched(t, s, c)
	driveAll(sit, guards, s)
	if got := inside.calls.Load(); got != tried {
		t.Errorf("%d of %d calls reached the client", got, tried)
	}
	if outside != nil && outside.errors.Load() != 0 {
		t.Errorf("%d calls failed, such as with %v", outside.errors.Load(), outside.lastError())
	}
}

func oneInAHundredFails(t *testing.T, s *scenario, c contender) {
	sit, guards, inside, outside := watched(t, s, c)
	driveAll(sit, guards, s)
	if got := inside.calls.Load(); got != tried {
		t.Errorf("%d of %d calls reached the client", got, tried)
	}
	if got := outside.errors.Load(); got != tried/unit {
		t.Errorf("%d of %d calls failed", got, tried)
	}
	if err := outside.lastError(); !errors.Is(err, errFailed) {
		t.Errorf("a call failed with %v", err)
	}
}

var opened = []error{
	cb.ErrOpen, gobreaker.ErrOpenState, circuitbreaker.ErrOpen, breaker.ErrBreakerOpen, hystrix.ErrCircuitOpen,
	aegisbreaker.ErrNotAllowed, zero.ErrServiceUnavailable,
}

func theBreakerRejects(t *testing.T, s *scenario, c contender) {
	sit, guards, inside, outside := watched(t, s, c)
	driveAll(sit, guards, s)
	through := 0
	if c.name == aegis.name || c.name == goZero.name {
		through = tried / unit // these throttle
	}
	if got := int(inside.calls.Load()); got > through {
		t.Errorf("%d of %d calls reached the client", got, tried)
	}
	if got := outside.errors.Load(); got != tried {
		t.Errorf("%d of %d calls failed", got, tried)
	}
	if through == 0 && !isOneOf(outside.lastError(), opened) {
		t.Errorf("a call was rejected with %v", outside.lastError())
	}
}

var filled = []error{cb.ErrBulkheadFull, errFull, bulkhead.ErrFull, hystrix.ErrMaxConcurrency}

func theBulkheadRejects(t *testing.T, s *scenario, c contender) {
	sit, guards, inside, outside := watched(t, s, c)
	driveAll(sit, guards, s)
	if got := inside.calls.Load(); got != 0 {
		t.Errorf("%d of %d calls reached the client", got, tried)
	}
	if got := outside.errors.Load(); got != tried {
		t.Errorf("%d of %d calls failed", got, tried)
	}
	if !isOneOf(outside.lastError(), filled) {
		t.Errorf("a call was rejected with %v", outside.lastError())
	}
}

func isOneOf(err error, targets []error) bool {
	return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(err, target) })
}

// driveAll makes the calls in as many goroutines as when they are measured.
func driveAll(sit situation, guards []Client, s *scenario) {
	trial := trial{goroutines: s.workers(true), drive: func(worker, n int) { sit.drive(guards, worker, n) }}
	trial.inParallel(tried)
}

// A contender that appears twice in a scenario could not be found.
func TestNamesAreUnique(t *testing.T) {
	seen := make(map[string]bool)
	for _, s := range scenarios {
		for _, c := range s.contenders {
			key := s.name + "/" + c.name
			if seen[key] {
				t.Errorf("%s is there twice", key)
			}
			seen[key] = true
		}
	}
}

// The contenders as ordinary benchmarks, for benchstat:
//
//	go test -bench . -count 10 | benchstat -
func Benchmark(b *testing.B) {
	for i := range scenarios {
		s := &scenarios[i]
		for _, c := range s.contenders {
			for _, parallel := range []bool{false, true} {
				mode := "/serial"
				if parallel {
					mode = "/parallel"
				}
				b.Run(s.name+"/"+c.name+mode, func(b *testing.B) { s.benchmark(b, c, parallel) })
			}
		}
	}
}

func (s *scenario) benchmark(b *testing.B, c contender, parallel bool) {
	sit := s.situation()
	workers := s.workers(parallel)
	guards := sit.guard(c, workers)
	if sit.restore != nil {
		b.Cleanup(sit.restore)
	}
	b.ReportAllocs()
	b.ResetTimer()
	n := (b.N + unit - 1) / unit * unit
	if !parallel {
		sit.drive(guards, 0, n)
		return
	}
	trial := trial{goroutines: workers, drive: func(worker, n int) { sit.drive(guards, worker, n) }}
	trial.inParallel(n)
}
