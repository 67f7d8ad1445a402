package semantics_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func failWith(g *cb.Guard, err error) {
	_ = do(context.Background(), g, func() error { return err })
}

func TestLastFailureIsThatOfTheLatestCallThatFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{Failures: 3}))
		require.NoError(t, succeed(g))
		require.Zero(t, g.Snapshot().LastFailure)

		failWith(g, errors.New("the first"))
		time.Sleep(time.Second)
		failWith(g, errors.New("the second"))
		want := cb.Failure{Time: time.Now(), Text: "the second"}
		time.Sleep(time.Hour)
		require.NoError(t, succeed(g))
		require.Equal(t, want, g.Snapshot().LastFailure)
		time.Sleep(time.Hour)
		require.Equal(t, want, g.Snapshot().LastFailure)
	})
}

func TestCancelledCallIsNoLastFailure(t *testing.T) {
	g := newGuard(cb.Policy{})
	hungUp, hangUp := context.WithCancel(t.Context())
	hangUp()
	passThrough(t, g, hungUp, context.Canceled)
	require.Zero(t, g.Snapshot().LastFailure)
}

func TestLateFailureIsTheLastFailureToo(t *testing.T) {
	g := newGuard(cb.Policy{})
	finish := hang(t, g)
	g.ForceOpen()
	finish(errDown)
	require.Equal(t, "the dependency is down", g.Snapshot().LastFailure.Text)
}

func TestLastFailureOfAPanicSaysThatItWasOne(t *testing.T) {
	g := newGuard(cb.Policy{})
	require.Panics(t, func() { _ = do(t.Context(), g, func() error { panic("a secret") }) })
	require.Equal(t, "the method did not return: a panic, or runtime.Goexit", g.Snapshot().LastFailure.Text)
}

func TestGuardsOfAGroupHaveTheirOwnLastFailure(t *testing.T) {
	client := newClient()
	policy := breaker(cb.Breaker{Failures: 9, Group: "all"})
	charge, refund := client.Guard("Charge", policy), client.Guard("Refund", policy)
	failWith(charge, errDown)
	require.NotZero(t, charge.Snapshot().LastFailure)
	require.Zero(t, refund.Snapshot().LastFailure)
}

type wildError struct{ say func() string }

func (e wildError) Error() string { return e.say() }

func TestErrorThatPanicsHarmsNobody(t *testing.T) {
	g := newGuard(cb.Policy{})
	failWith(g, wildError{func() string { panic("no text") }})
	require.Contains(t, g.Snapshot().LastFailure.Text, "no text")
}

func TestErrorThatLooksAtItsGuardDoesNotDeadlock(t *testing.T) {
	g := newGuard(cb.Policy{})
	failWith(g, wildError{func() string {
		failWith(g, errDown)
		return "the former"
	}})
	require.Equal(t, "the former", g.Snapshot().LastFailure.Text)
	require.Equal(t, "the dependency is down", g.Snapshot().LastFailure.Text, "it has come meanwhile")
}

func TestTextOfAFailureIsCut(t *testing.T) {
	g := newGuard(cb.Policy{})
	failWith(g, errors.New("a"+strings.Repeat("é", 1<<20)))
	text := g.Snapshot().LastFailure.Text
	require.True(t, utf8.ValidString(text))
	require.InDelta(t, 1<<10, len(text), 4)
	require.True(t, strings.HasSuffix(text, "é…"))
}

func TestErrorIsLetGoWhenItsTextIsKnown(t *testing.T) {
	g := newGuard(cb.Policy{})
	gone := make(chan struct{})
	func() {
		held := &wildError{func() string { return "large" }}
		runtime.AddCleanup(held, func(struct{}) { close(gone) }, struct{}{})
		failWith(g, held)
	}()
	require.Equal(t, "large", g.Snapshot().LastFailure.Text)
	require.Eventually(t, func() bool {
		runtime.GC()
		select {
		case <-gone:
			return true
		default:
			return false
		}
	}, 10*time.Second, time.Millisecond)
	require.Equal(t, "large", g.Snapshot().LastFailure.Text)
}

func TestLastFailureIsSafeForConcurrentUse(t *testing.T) {
	g := newGuard(cb.Policy{})
	var users sync.WaitGroup
	for range 4 {
		users.Go(func() {
			for range 1000 {
				failWith(g, errDown)
				if text := g.Snapshot().LastFailure.Text; text != errDown.Error() {
					t.Error(text)
				}
			}
		})
	}
	users.Wait()
}
