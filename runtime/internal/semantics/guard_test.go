package semantics_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

var errDown = errors.New("the dependency is down")

// newGuard makes a guard that only this test knows.
func newGuard(p cb.Policy) *cb.Guard {
	return newClient().Guard("Charge", p)
}

func newClient() *cb.Client {
	return cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(new(cb.Registry)))
}

func breaker(b cb.Breaker) cb.Policy { return cb.Policy{Breaker: b} }

func bulkhead(b cb.Bulkhead) cb.Policy { return cb.Policy{Bulkhead: b} }

// do makes one guarded call, the way that generated code does.
func do(ctx context.Context, g *cb.Guard, f func() error) error {
	call, err := g.Begin(ctx)
	if err != nil {
		return err
	}
	defer call.End()

	err = f()
	call.Return(err)
	return err
}

func succeed(g *cb.Guard) error {
	return do(context.Background(), g, func() error { return nil })
}

func fail(g *cb.Guard) error {
	return do(context.Background(), g, func() error { return errDown })
}

// drive makes the calls one after another: S and F are what the client would answer, W
// waits until an open breaker with this policy may probe, a space is for the eye. The
// result has an X in place of each call that was rejected as open, and no W.
func drive(t *testing.T, g *cb.Guard, calls string) string {
	t.Helper()
	var got strings.Builder
	for _, c := range calls {
		switch c {
		case 'S', 'F':
			err := succeed
			if c == 'F' {
				err = fail
			}
			got.WriteRune(answer(t, c, err(g)))
		case 'W':
			time.Sleep(g.Snapshot().Policy.Breaker.Open)
		case ' ':
		default:
			require.FailNow(t, "unknown call", "%q", c)
		}
	}
	return got.String()
}

func answer(t *testing.T, asked rune, err error) rune {
	t.Helper()
	switch {
	case errors.Is(err, cb.ErrOpen):
		return 'X'
	case asked == 'S':
		require.NoError(t, err)
	default:
		require.ErrorIs(t, err, errDown)
	}
	return asked
}

// hang begins a call and leaves it in flight; the result lets it return with this error.
func hang(t *testing.T, g *cb.Guard) func(error) {
	t.Helper()
	call, err := g.Begin(context.Background())
	require.NoError(t, err)
	return func(err error) {
		call.Return(err)
		call.End()
	}
}
