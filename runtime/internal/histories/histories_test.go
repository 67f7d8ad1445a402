package histories

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/internal/model"
)

var (
	seed  = flag.Uint64("seed", 1, "of the random histories")
	steps = flag.Int("steps", 1_000_000, "in all random histories together")
)

func TestRandomHistoriesMatchTheModel(t *testing.T) {
	t.Logf("seed %d, %d steps; another seed: -seed=N", *seed, *steps)
	for number, left := uint64(0), *steps; left > 0; number++ {
		rnd := rand.New(rand.NewPCG(*seed, number))
		setup := RandomSetup(rnd)
		history := randomHistory(rnd, min(left, 50+rnd.IntN(700)))
		left -= len(history)
		if _, err := replayInBubble(t, setup, history); err != nil {
			t.Fatalf("history %d of seed %d: %v\n%s", number, *seed, err, report(t, setup, history))
		}
	}
}

func randomHistory(src Source, length int) []Step {
	mood := RandomMood(src)
	var history []Step
	for range length {
		history = append(history, RandomStep(src, mood))
	}
	return history
}

func replayInBubble(t *testing.T, s Setup, history []Step) (trace []fmt.Stringer, err error) {
	synctest.Test(t, func(*testing.T) {
		trace, err = Replay(s, history)
	})
	return trace, err
}

// report is the mismatch of a history made short. There may be none: what the scheduler does
// is not the same when a history is replayed.
func report(t *testing.T, s Setup, history []Step) string {
	short := Shrink(history, func(steps []Step) bool {
		_, err := replayInBubble(t, s, steps)
		return err != nil
	})
	trace, err := replayInBubble(t, s, short)
	text := fmt.Sprintf("%v\n%v", err, s)
	for i, step := range trace {
		text += fmt.Sprintf("\n%4d  %v", i, step)
	}
	return text
}

func TestReplayFindsADifference(t *testing.T) {
	policy := func(probes int) cb.Policy {
		return cb.Policy{Breaker: cb.Breaker{Failures: 1, Open: time.Second, Probes: probes}}
	}
	steps := []Step{{Op: Begin}, {Op: ReturnError, Ends: true}, {Op: SleepUntilProbe}, {Op: Begin}, {Op: Begin}}
	synctest.Test(t, func(t *testing.T) {
		p := newPair(Setup{Policies: []cb.Policy{policy(2)}, Tick: time.Second, LookEvery: 1})
		p.breaker = model.NewBreaker(policy(1).Breaker, time.Now())
		p.guards[0].model = model.NewGuard(p.breaker, cb.Bulkhead{}, 0)
		_, err := p.replay(steps)
		want := "step 4, call 2 begins: call 2: {2 admitted 0s}, want {2 rejected: open 0s}"
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
}

func TestShrinkKeepsWhatFails(t *testing.T) {
	var history []Step
	for i := range 100 {
		history = append(history, Step{Op: Sleep, Ticks: i})
	}
	short := Shrink(history, func(steps []Step) bool {
		ticks := time.Duration(0)
		for _, s := range steps {
			ticks += time.Duration(s.Ticks)
		}
		return ticks > 150
	})
	if len(short) != 2 {
		t.Errorf("shrunk to %v", short)
	}
}
