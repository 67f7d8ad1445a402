package linearizable

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/internal/histories"
	"github.com/cbgen/cbgen/runtime/internal/model"
)

var (
	seed = flag.Uint64("seed", 1, "of the histories; what the scheduler does to them differs from run to run")
	long = flag.Duration("for", time.Second, "how long to make histories of each kind")
)

// kinds are the guards whose histories are checked. A setup is made anew for each history.
var kinds = map[string]func(rnd *rand.Rand) histories.Setup{
	"failures in a row": func(rnd *rand.Rand) histories.Setup {
		return alike(cb.Policy{Breaker: cb.Breaker{Failures: 1 + rnd.IntN(4), Open: time.Second, Probes: 1 + rnd.IntN(3)}})
	},
	"window of calls": func(rnd *rand.Rand) histories.Setup {
		calls := 2 + rnd.IntN(6)
		return alike(cb.Policy{Breaker: cb.Breaker{
			Rate: 50 * cb.Percent, Window: cb.Window{Calls: calls}, Min: 1 + rnd.IntN(calls), Open: time.Second, Probes: 1,
		}})
	},
	"window of time": func(rnd *rand.Rand) histories.Setup {
		return alike(cb.Policy{Breaker: cb.Breaker{
			Rate: 50 * cb.Percent, Window: cb.Window{Period: 10 * time.Second}, Min: 3 + rnd.IntN(5), Open: time.Second, Probes: 1,
		}})
	},
	"slow calls": func(rnd *rand.Rand) histories.Setup {
		return alike(cb.Policy{Breaker: cb.Breaker{
			Slow: time.Second * time.Duration(1+rnd.IntN(10)), SlowRate: 50 * cb.Percent, Window: cb.Window{Calls: 8}, Min: 2 + rnd.IntN(5),
			Open: time.Second, Probes: 2,
		}})
	},
	"half-open": func(rnd *rand.Rand) histories.Setup {
		return alike(cb.Policy{Breaker: cb.Breaker{
			Failures: 1, Open: time.Second, Factor: 2, Probes: 1 + rnd.IntN(4), HalfOpen: 5 * time.Second,
		}})
	},
	"bulkhead": func(rnd *rand.Rand) histories.Setup {
		return alike(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1 + rnd.IntN(3)}})
	},
	"breaker and bulkhead": func(rnd *rand.Rand) histories.Setup {
		return alike(cb.Policy{
			Breaker:  cb.Breaker{Failures: 1 + rnd.IntN(2), Open: time.Second, Probes: 1 + rnd.IntN(2)},
			Bulkhead: cb.Bulkhead{Max: 1 + rnd.IntN(3)},
		})
	},
	"group": func(rnd *rand.Rand) histories.Setup {
		b := cb.Breaker{Failures: 2, Open: time.Second, Probes: 1 + rnd.IntN(2), Group: "writes"}
		return alike(cb.Policy{Breaker: b}, cb.Policy{Breaker: b, Bulkhead: cb.Bulkhead{Max: 1}})
	},
	"changes": func(rnd *rand.Rand) histories.Setup {
		policy := func() cb.Policy {
			calls := 2 + rnd.IntN(3)
			b := cb.Breaker{Failures: 1 + rnd.IntN(3), Open: time.Second * time.Duration(1+rnd.IntN(3)), Probes: 1 + rnd.IntN(2)}
			if rnd.IntN(2) == 0 {
				b.Rate, b.Window.Calls, b.Min = 50*cb.Percent, calls, 2
			}
			if rnd.IntN(2) == 0 {
				b.Slow, b.Window.Calls, b.Min = 2*time.Second, calls, 2
			}
			return cb.Policy{Breaker: b}
		}
		setup := alike(policy())
		setup.Others = []cb.Policy{policy(), policy()}
		return setup
	},
	"anything": func(rnd *rand.Rand) histories.Setup {
		setup := histories.RandomSetup(rnd)
		setup.Others = nil
		for i := range setup.Policies { // nobody waits: the order of those who do is tested elsewhere
			setup.Policies[i].Bulkhead.Wait = 0
			setup.Policies[i].Bulkhead.Queue = 0
		}
		return setup
	},
}

func alike(policies ...cb.Policy) histories.Setup {
	return histories.Setup{Policies: policies, Tick: time.Second}
}

func TestConcurrentHistoriesAreLinearizable(t *testing.T) {
	t.Logf("seed %d", *seed)
	for name, setup := range kinds {
		t.Run(name, func(t *testing.T) {
			histories, overlaps := uint64(0), 0
			for began := time.Now(); time.Since(began) < *long; histories++ {
				rnd := rand.New(rand.NewPCG(*seed, histories))
				s := setup(rnd)
				history, made := record(t, s, rnd)
				overlaps += overlapping(history)
				if result := check(s.Policies, made, history); result != porcupine.Ok {
					t.Fatalf("history %d is %v\n%v\n%s", histories, result, s, describe(history))
				}
			}
			t.Logf("%d histories are linearizable; %d operations overlapped", histories, overlaps)
		})
	}
}

// A checker that accepts everything would be of no use: these models are a little wrong,
// and histories of the real guard must tell.
func TestModelThatIsALittleWrongIsRefused(t *testing.T) {
	three := cb.Breaker{Failures: 3, Open: time.Second, Probes: 2, HalfOpen: 5 * time.Second}
	with := func(change func(*cb.Breaker)) cb.Policy {
		wrong := three
		change(&wrong)
		return cb.Policy{Breaker: wrong}
	}
	rate := func(calls int) cb.Policy {
		return cb.Policy{Breaker: cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Calls: calls}, Min: 3, Open: time.Second}}
	}
	slow := func(after time.Duration) cb.Policy {
		return cb.Policy{Breaker: cb.Breaker{Slow: after, Window: cb.Window{Calls: 5}, Min: 2, Open: time.Second}}
	}
	for name, c := range map[string]struct{ real, wrong cb.Policy }{
		"one failure less":       {cb.Policy{Breaker: three}, with(func(b *cb.Breaker) { b.Failures = 2 })},
		"one failure more":       {cb.Policy{Breaker: three}, with(func(b *cb.Breaker) { b.Failures = 4 })},
		"one probe less":         {cb.Policy{Breaker: three}, with(func(b *cb.Breaker) { b.Probes = 1 })},
		"one probe more":         {cb.Policy{Breaker: three}, with(func(b *cb.Breaker) { b.Probes = 3 })},
		"half-open for ever":     {cb.Policy{Breaker: three}, with(func(b *cb.Breaker) { b.HalfOpen = time.Hour })},
		"a window one call less": {rate(5), rate(4)},
		"slow a second later":    {slow(time.Second), slow(2 * time.Second)},
		"one slot more":          {cb.Policy{Bulkhead: cb.Bulkhead{Max: 2}}, cb.Policy{Bulkhead: cb.Bulkhead{Max: 3}}},
		"one slot less":          {cb.Policy{Bulkhead: cb.Bulkhead{Max: 2}}, cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range 200 {
				rnd := rand.New(rand.NewPCG(*seed, uint64(i)))
				history, made := record(t, alike(c.real), rnd)
				if check([]cb.Policy{c.wrong}, made, history) == porcupine.Illegal {
					return
				}
			}
			t.Error("no history is refused")
		})
	}
}

// The same by hand, and at once: both callers have got the only probe.
func TestOneProbeTooManyIsRefused(t *testing.T) {
	made := time.Now()
	policies := []cb.Policy{{Breaker: cb.Breaker{Failures: 1, Open: time.Second, Probes: 1}}}
	at := func(call, ret int64, s step, output any) porcupine.Operation {
		return porcupine.Operation{Call: call, Return: ret, Input: s, Output: output}
	}
	opened := []porcupine.Operation{
		at(1, 2, step{kind: ask, id: 1}, answer{admitted: true}),
		at(3, 4, step{kind: settle, id: 1, outcome: model.Failure}, none{}),
		at(5, 6, step{kind: sleep, now: made.Add(time.Second)}, none{}),
		at(7, 9, step{kind: ask, id: 2}, answer{admitted: true}),
	}
	right := append(slices.Clone(opened), at(8, 10, step{kind: ask, id: 3}, answer{}))
	wrong := append(slices.Clone(opened), at(8, 10, step{kind: ask, id: 3}, answer{admitted: true}))
	if result := check(policies, made, right); result != porcupine.Ok {
		t.Errorf("the right history is %v", result)
	}
	if result := check(policies, made, wrong); result != porcupine.Illegal {
		t.Errorf("the wrong history is %v", result)
	}
}

func check(policies []cb.Policy, made time.Time, history []porcupine.Operation) porcupine.CheckResult {
	return porcupine.CheckOperationsTimeout(spec(policies, made), history, 10*time.Second)
}

// overlapping is how many operations began before one of another goroutine was over.
func overlapping(history []porcupine.Operation) int {
	byCall := slices.SortedFunc(slices.Values(history), func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
	n, latest := 0, porcupine.Operation{}
	for _, op := range byCall {
		if op.Call < latest.Return && op.ClientId != latest.ClientId {
			n++
		}
		if op.Return > latest.Return {
			latest = op
		}
	}
	return n
}

func describe(history []porcupine.Operation) string {
	byCall := slices.SortedFunc(slices.Values(history), func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
	var text strings.Builder
	for _, op := range byCall {
		fmt.Fprintf(&text, "%4d–%-4d goroutine %d  %v → %+v\n", op.Call, op.Return, op.ClientId, op.Input, op.Output)
	}
	return text.String()
}
