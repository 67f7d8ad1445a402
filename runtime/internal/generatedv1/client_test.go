package generatedv1

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

var errDown = errors.New("down")

// down is a client whose dependency is.
type down struct{}

func (down) Charge(context.Context, string) (string, error)     { return "", errDown }
func (down) Get(string) error                                   { return errDown }
func (down) List(_ context.Context, ids ...string) (int, error) { return len(ids), errDown }
func (down) Name() string                                       { return "down" }

func TestClientOfAnOlderFileWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewGuardedClient(down{}, cb.WithRegistry(new(cb.Registry)))
		charge := func() error {
			_, err := c.Charge(t.Context(), "1")
			return err
		}
		require.ErrorIs(t, charge(), errDown)
		require.ErrorIs(t, charge(), errDown)
		require.ErrorIs(t, charge(), cb.ErrOpen)
		time.Sleep(10 * time.Second)
		require.ErrorIs(t, charge(), errDown)

		for range 4 {
			require.ErrorIs(t, c.Get("1"), errDown)
		}
		n, err := c.List(t.Context(), "1", "2")
		require.Equal(t, 2, n)
		require.ErrorIs(t, err, errDown)
		require.ErrorIs(t, c.Get("1"), cb.ErrOpen, "the group's breaker")
		require.Equal(t, "down", c.Name())
		require.Len(t, c.Guards(), 3)
	})
}

func TestGuardsOfAnOlderFileTakeOtherPolicies(t *testing.T) {
	c := NewGuardedClient(down{}, cb.WithRegistry(new(cb.Registry)))
	require.NoError(t, c.Guards()[0].Apply(cb.Policy{Breaker: cb.Breaker{Failures: 1}}))
	_, err := c.Charge(t.Context(), "1")
	require.ErrorIs(t, err, errDown)
	_, err = c.Charge(t.Context(), "1")
	require.ErrorIs(t, err, cb.ErrOpen)
}

// Its constructor would take no notice of them.
func TestPoliciesForAnOlderFileAreRefused(t *testing.T) {
	require.PanicsWithValue(t, "cb: WithPolicies is not for Client, which an older cbgen has generated: generate it again", func() {
		NewGuardedClient(down{}, cb.WithPolicies(struct{ Charge cb.Policy }{}))
	})
}
