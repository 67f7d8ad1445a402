package semantics_test

import (
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// listened is a guard, and the events that it has had once the caller has waited for them.
func listened(b cb.Breaker) (*cb.Guard, *cb.Registry, func() []cb.Event) {
	registry := new(cb.Registry)
	var mu sync.Mutex
	var events []cb.Event
	registry.Listen(func(e cb.Event) {
		mu.Lock()
		defer mu.Unlock()
		events = append(events, e)
	})
	g := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(registry)).Guard("Charge", breaker(b))
	return g, registry, func() []cb.Event {
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		return events
	}
}

func TestEveryTransitionIsToldInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _, events := listened(cb.Breaker{
			Failures: 2, Rate: 90 * cb.Percent, Window: cb.Window{Calls: 100}, Open: time.Second, Probes: 1,
		})
		begin := time.Now()
		require.Equal(t, "SFF", drive(t, g, "SFF"))
		require.Equal(t, "FS", drive(t, g, "WFWS"))
		at := func(seconds int) time.Time { return begin.Add(time.Duration(seconds) * time.Second) }
		before := cb.Counts{ConsecutiveFailures: 2, Failures: cb.Tally{Count: 2, Of: 3}}
		id := g.Snapshot().ID
		require.Equal(t, []cb.Event{
			{Guard: "PaymentClient.Charge", ID: id, From: cb.Closed, To: cb.Open, Reason: cb.FailuresInARow, Generation: 1, Time: at(0), Counts: before},
			{Guard: "PaymentClient.Charge", ID: id, From: cb.Open, To: cb.HalfOpen, Reason: cb.WaitOver, Generation: 2, Time: at(1), Counts: before},
			{Guard: "PaymentClient.Charge", ID: id, From: cb.HalfOpen, To: cb.Open, Reason: cb.ProbeFailed, Generation: 3, Time: at(1), Counts: before},
			{Guard: "PaymentClient.Charge", ID: id, From: cb.Open, To: cb.HalfOpen, Reason: cb.WaitOver, Generation: 4, Time: at(2), Counts: before},
			{Guard: "PaymentClient.Charge", ID: id, From: cb.HalfOpen, To: cb.Closed, Reason: cb.ProbesSucceeded, Generation: 5, Time: at(2), Counts: before},
		}, events())
	})
}

func TestReasonOfATransition(t *testing.T) {
	for reason, tt := range map[cb.Reason]struct {
		brk    cb.Breaker
		happen func(*testing.T, *cb.Guard)
	}{
		cb.FailureRate: {rates(2, 50, 1, time.Second), func(t *testing.T, g *cb.Guard) { drive(t, g, "SF") }},
		cb.SlowRate: {cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 1}}, func(t *testing.T, g *cb.Guard) {
			slowly(t, g, time.Minute, nil)
		}},
		cb.ProbeSlow: {cb.Breaker{Failures: 1, Slow: time.Second, Open: time.Second}, func(t *testing.T, g *cb.Guard) {
			drive(t, g, "FW")
			slowly(t, g, time.Minute, nil)
		}},
		cb.ProbesHang: {cb.Breaker{Failures: 1, Open: time.Second, HalfOpen: time.Second}, func(t *testing.T, g *cb.Guard) {
			drive(t, g, "FW")
			hang(t, g)
			time.Sleep(time.Second)
			require.ErrorIs(t, succeed(g), cb.ErrOpen)
		}},
		cb.ByHand: {cb.Breaker{}, func(_ *testing.T, g *cb.Guard) { g.Disable() }},
	} {
		t.Run(string(reason), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g, _, events := listened(tt.brk)
				tt.happen(t, g)
				all := events()
				require.NotEmpty(t, all)
				require.Equal(t, reason, all[len(all)-1].Reason)
			})
		})
	}
}

func TestEveryGuardOfAGroupTellsOfItsTransition(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		var names []string
		registry.Listen(func(e cb.Event) { names = append(names, e.Guard) })
		c := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(registry))
		p := breaker(cb.Breaker{Failures: 1, Group: "all"})
		charge, refund := c.Guard("Charge", p), c.Guard("Refund", p)
		require.Error(t, fail(charge))
		synctest.Wait()
		require.Equal(t, []string{charge.Name(), refund.Name()}, names)
	})
}

func TestListenerMayCallTheSameGuard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		g := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(registry)).Guard("Charge", breaker(cb.Breaker{Failures: 1}))
		var state cb.State
		var call error
		registry.Listen(func(e cb.Event) {
			if e.To == cb.Open {
				state = registry.Lookup(e.Guard)[0].Snapshot().State
				call = succeed(g)
				g.Reset()
			}
		})
		require.Error(t, fail(g))
		synctest.Wait()
		require.Equal(t, cb.Open, state)
		require.ErrorIs(t, call, cb.ErrOpen)
		require.Equal(t, cb.Closed, g.State())
	})
}

func TestSlowListenerDelaysNobodyAndLearnsWhatItMissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		told, telling := 0, false
		slow := registry.Listen(func(cb.Event) {
			require.False(t, telling, "one at a time")
			telling = true
			time.Sleep(time.Hour)
			telling = false
			told++
		})
		g := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(registry)).Guard("Charge", cb.Policy{})
		begin := time.Now()
		const transitions = 3000
		for range transitions / 2 {
			g.ForceOpen()
			g.Reset()
		}
		require.Equal(t, begin, time.Now(), "nothing has waited")
		time.Sleep(transitions * time.Hour)
		synctest.Wait()
		require.GreaterOrEqual(t, told, 1024)
		require.Less(t, told, transitions)
		require.EqualValues(t, transitions-told, slow.Missed())
	})
}

func TestListenerThatIsStoppedWhileBehindIsToldNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		told := 0
		l := registry.Listen(func(cb.Event) {
			told++
			time.Sleep(time.Hour)
		})
		g := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(registry)).Guard("Charge", cb.Policy{})
		for range 5 {
			g.ForceOpen()
			g.Reset()
		}
		time.Sleep(90 * time.Minute)
		l.Stop()
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		require.Equal(t, 2, told)
	})
}

func TestStoppedListenerIsToldNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		told := 0
		first := registry.Listen(func(cb.Event) { t.Error("told a stopped listener") })
		registry.Listen(func(cb.Event) { told++ })
		first.Stop()
		first.Stop()
		cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(registry)).Guard("Charge", cb.Policy{}).ForceOpen()
		synctest.Wait()
		require.Equal(t, 1, told)
	})
}

func TestObservedTransitionsSayThatTheyWereOnlyObserved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _, events := listened(cb.Breaker{Failures: 1})
		g.Observe()
		require.Error(t, fail(g))
		all := events()
		require.Len(t, all, 2)
		require.False(t, all[0].Observed)
		require.Equal(t, cb.Observe, all[0].To)
		require.True(t, all[1].Observed)
		require.Equal(t, cb.Closed, all[1].From)
		require.Equal(t, cb.Open, all[1].To)
	})
}

// The goroutine that tells of events ends with them: a bubble of synctest only ends when no
// goroutine is left in it.
func TestTellingLeavesNoGoroutine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _, events := listened(cb.Breaker{Failures: 1})
		require.ErrorIs(t, fail(g), errDown)
		require.Len(t, events(), 1)
	})
}

func TestListenerThatLeavesByGoexitIsToldTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		told := 0
		registry.Listen(func(cb.Event) {
			told++
			runtime.Goexit()
		})
		g := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(registry)).Guard("Charge", cb.Policy{})
		g.ForceOpen()
		g.Reset()
		g.ForceOpen()
		synctest.Wait()
		require.Equal(t, 3, told)
	})
}

func TestNilListenerIsRefused(t *testing.T) {
	require.Panics(t, func() { new(cb.Registry).Listen(nil) })
}
