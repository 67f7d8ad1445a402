package generator

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// TestFailuresThatNeverOpenTheBreakerChangeNothing compares breakers with such a key and without
// it, result by result; and with one failure less the key is not reported.
func TestFailuresThatNeverOpenTheBreakerChangeNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		without := cb.Policy{Breaker: cb.Breaker{
			Rate:   cb.Rate(1+random.IntN(100)) * cb.Percent,
			Window: cb.Window{Calls: 1 + random.IntN(20)},
		}}
		without.Breaker.Min = 1 + random.IntN(without.Breaker.Window.Calls)
		with := without
		for with.Breaker.Failures = 1; neverSoMany(&together{Policy: with.WithDefaults()}) == ""; with.Breaker.Failures++ {
		}
		require.NoError(t, with.Validate())
		share := random.Float64()
		first, second := newGuard(t, without), newGuard(t, with)
		for range 200 {
			var err error
			if random.Float64() < share {
				err = errors.New("it failed")
			}
			do(first, err)
			do(second, err)
			require.Equal(t, first.State(), second.State(), "%+v", with.Breaker)
		}
	}
}

// TestNoMoreSlowCallsFitIntoAPeriodThanIsReported lets slow calls follow each other in every
// slot: they open the breaker if one less is needed than the rule has for impossible.
func TestNoMoreSlowCallsFitIntoAPeriodThanIsReported(t *testing.T) {
	policy := cb.Policy{
		Breaker:  cb.Breaker{Slow: time.Second, Window: cb.Window{Period: 10 * time.Second}, Min: 34},
		Bulkhead: cb.Bulkhead{Max: 3},
	}
	require.NotEmpty(t, neverSlowEnough(&together{policy.WithDefaults(), 3}))
	require.Equal(t, cb.Closed, afterSlowCalls(t, policy))

	policy.Breaker.Min = 30
	require.Empty(t, neverSlowEnough(&together{policy.WithDefaults(), 3}))
	require.Equal(t, cb.Open, afterSlowCalls(t, policy))
}

func afterSlowCalls(t *testing.T, policy cb.Policy) (state cb.State) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(t, policy)
		var wg sync.WaitGroup
		for range policy.Bulkhead.Max {
			wg.Go(func() {
				for range 100 {
					call, err := g.Begin(context.Background())
					if err != nil {
						return
					}
					time.Sleep(policy.Breaker.Slow + 1)
					call.Return(nil)
					call.End()
				}
			})
		}
		wg.Wait()
		state = g.State()
	})
	return state
}

func newGuard(t *testing.T, policy cb.Policy) *cb.Guard {
	return cb.NewClient(t.Name(), t, cb.WithRegistry(new(cb.Registry))).Guard("Do", policy)
}

func do(g *cb.Guard, err error) {
	call, rejection := g.Begin(context.Background())
	if rejection != nil {
		return
	}
	call.Return(err)
	call.End()
}
