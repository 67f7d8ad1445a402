package generated

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// shards are Shards of which some are down.
type shards struct {
	down  map[place]bool
	calls int
}

func (s *shards) Write(_ context.Context, req *writeRequest) error {
	s.calls++
	if req != nil && req.Place != nil && s.down[*req.Place] {
		return errDown
	}
	return nil
}

func (s *shards) Read(_ context.Context, name string) (string, error) {
	s.calls++
	if s.down[placeOf(name)] {
		return "", errDown
	}
	return "new", nil
}

func (s *shards) Ping(context.Context) error { return nil }

func newShards(next Shards) *GuardedShards {
	return NewGuardedShards(next, cb.WithRegistry(new(cb.Registry)))
}

func names(guards []*cb.Guard) []string {
	var names []string
	for _, g := range guards {
		names = append(names, g.Name())
	}
	return names
}

func TestShardThatIsDownOpensItsOwnBreakerAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &shards{down: map[place]bool{{"eu", 1}: true}}
		c := newShards(next)
		bad, good := &writeRequest{&place{"eu", 1}}, &writeRequest{&place{"eu", 2}}

		require.ErrorIs(t, c.Write(t.Context(), bad), errDown)
		require.ErrorIs(t, c.Write(t.Context(), bad), cb.ErrOpen)
		require.NoError(t, c.Write(t.Context(), good))
		require.NoError(t, c.Ping(t.Context()))
		require.Equal(t, []string{"Shards.Write", "Shards.Write[1]", "Shards.Write[2]", "Shards.Read", "Shards.Ping"}, names(c.Guards()))

		next.down = nil
		time.Sleep(10 * time.Second)
		require.NoError(t, c.Write(t.Context(), bad))
	})
}

func TestKeyThatGoesThroughNilHasTheSharedGuard(t *testing.T) {
	next := new(shards)
	c := newShards(next)
	require.NotPanics(t, func() {
		require.NoError(t, c.Write(t.Context(), nil))
		require.NoError(t, c.Write(t.Context(), new(writeRequest)))
	})
	require.Equal(t, 2, next.calls, "it is for the method to say what is wrong")
	require.Equal(t, []string{"Shards.Write", "Shards.Read", "Shards.Ping"}, names(c.Guards()))
	require.Equal(t, uint64(2), c.Guards()[0].Snapshot().Totals.Successes)
}

func TestFallbackOfAKeyIsCountedAtItsGuard(t *testing.T) {
	c := newShards(&shards{down: map[place]bool{{"eu", 4}: true}})
	for range 2 { // a failure, and a rejection
		value, err := c.Read(t.Context(), "eu-1")
		require.NoError(t, err)
		require.Equal(t, "old", value)
	}
	value, err := c.Read(t.Context(), "us-12")
	require.NoError(t, err)
	require.Equal(t, "new", value)

	down := c.read.Of(place{"eu", 4}).Snapshot().Totals
	require.Equal(t, cb.Totals{Failures: 1, RejectedOpen: 1, Fallbacks: 2}, down)
	require.Equal(t, cb.Totals{Successes: 1}, c.read.Of(place{"us", 5}).Snapshot().Totals)
	require.Zero(t, c.read.Shared().Snapshot().Totals)
}

func TestPoliciesOfAGeneratedClientReachItsKeys(t *testing.T) {
	c := newShards(&shards{down: map[place]bool{{"eu", 1}: true}})
	req := func(shard int) *writeRequest { return &writeRequest{&place{"eu", shard}} }
	require.NoError(t, c.Write(t.Context(), req(2)))
	require.NoError(t, c.Write(t.Context(), req(3)))
	require.NoError(t, c.Write(t.Context(), req(4)), "there are as many keys as there may be")
	require.Equal(t, uint64(1), c.write.Shared().Snapshot().Totals.Successes)

	policies := DefaultShardsPolicies()
	require.NoError(t, policies.UnmarshalJSON([]byte(`{"Write": {"key": {"max": 3}, "breaker": {"failures": 3}}}`)))
	require.NoError(t, c.Apply(policies))
	for range 3 {
		require.ErrorIs(t, c.Write(t.Context(), req(1)), errDown)
	}
	require.ErrorIs(t, c.Write(t.Context(), req(1)), cb.ErrOpen)
	require.Equal(t, cb.Open, c.write.Of(1).Snapshot().State)

	policies.Ping.Key.Max = 5
	require.ErrorContains(t, c.Apply(policies), "Ping: key: has no effect")
}

func TestCallOfAKnownKeyAllocatesNothing(t *testing.T) {
	c := newShards(new(shards))
	req := &writeRequest{&place{"eu", 7}}
	ctx := context.Background()
	call := func() {
		c.Write(ctx, req)
		c.Read(ctx, "eu-7")
	}
	for range 10 {
		call()
	}
	require.Zero(t, testing.AllocsPerRun(1000, call))
}
