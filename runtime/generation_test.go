package runtime

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func openFor(t *testing.T, wait time.Duration) *Guard {
	t.Helper()
	g := newTestGuard(Policy{Breaker: Breaker{Failures: 1, Open: wait}})
	call := begin(t, g)
	call.Return(errors.New("down"))
	return g
}

func (gen *generation) rests() bool { return gen.refuses.Load() == forever }

func TestOpenBreakerNeedsNoClockForMostOfItsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := openFor(t, 8*time.Second)
		gen := g.breaker.current.Load()
		time.Sleep(7*time.Second - 1)
		if !gen.rests() {
			t.Error("it looks at the clock already")
		}
		time.Sleep(2 * time.Nanosecond)
		if gen.rests() {
			t.Error("it does not look at the clock yet")
		}
		time.Sleep(time.Second - 2)
		if _, err := g.Begin(t.Context()); !errors.Is(err, ErrOpen) {
			t.Errorf("a nanosecond before the end of the wait: %v", err)
		}
		time.Sleep(time.Nanosecond)
		if _, err := g.Begin(t.Context()); err != nil {
			t.Errorf("at the end of the wait: %v", err)
		}
	})
}

func TestShortWaitIsLeftToTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if openFor(t, 99*time.Millisecond).breaker.current.Load().rests() {
			t.Error("a timer may be late by more than an eighth of it")
		}
	})
}

func TestTimerThatDoesNotComeWedgesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := openFor(t, time.Second)
		time.Sleep(time.Minute)
		g.breaker.current.Load().refuses.Store(forever) // as if it had not come
		for range 1000 {
			if _, err := g.Begin(t.Context()); err == nil {
				return
			}
		}
		t.Error("a thousand calls after the wait, and no probe")
	})
}

func TestForcedOpenStaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := openFor(t, time.Second)
		g.ForceOpen()
		time.Sleep(time.Hour)
		for range 1000 {
			if _, err := g.Begin(t.Context()); !errors.Is(err, ErrOpen) {
				t.Fatal(err)
			}
		}
	})
}
