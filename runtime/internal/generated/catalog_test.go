package generated

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// answers is a Catalog whose methods return what it has.
type answers struct {
	text   string
	status int
	err    error
	panics bool
}

func (a *answers) Find(context.Context, string) (string, error) { return a.text, a.err }
func (a *answers) Price(context.Context, string) (int, error)   { return 100, a.err }
func (a *answers) Fetch(context.Context) error                  { return a.err }
func (a *answers) Peek(context.Context, string) (string, error) { return a.text, a.err }
func (a *answers) First(context.Context) error                  { return a.err }

func (a *answers) Get(context.Context, string) (*http.Response, error) {
	switch {
	case a.panics:
		panic("boom")
	case a.err != nil:
		return nil, a.err
	}
	return &http.Response{StatusCode: a.status, Body: http.NoBody}, nil
}

// method calls one method of a Catalog.
type method func(ctx context.Context, c Catalog) error

var (
	find  method = func(ctx context.Context, c Catalog) error { _, err := c.Find(ctx, "a"); return err }
	price method = func(ctx context.Context, c Catalog) error { _, err := c.Price(ctx, "a"); return err }
	get   method = func(ctx context.Context, c Catalog) error { _, err := c.Get(ctx, "/"); return err }
	fetch method = func(ctx context.Context, c Catalog) error { return c.Fetch(ctx) }
	peek  method = func(ctx context.Context, c Catalog) error { _, err := c.Peek(ctx, "a"); return err }
	first method = func(ctx context.Context, c Catalog) error { return c.First(ctx) }
)

func newCatalog(next Catalog) *GuardedCatalog {
	return NewGuardedCatalog(next, cb.WithRegistry(new(cb.Registry)))
}

// totals are those of all guards.
func totals(guards []*cb.Guard) cb.Totals {
	var sum cb.Totals
	for _, g := range guards {
		t := g.Snapshot().Totals
		sum.Successes += t.Successes
		sum.Failures += t.Failures
		sum.Ignored += t.Ignored
		sum.Cancelled += t.Cancelled
		sum.Fallbacks += t.Fallbacks
		sum.FallbackFailures += t.FallbackFailures
	}
	return sum
}

func TestResultsAreClassified(t *testing.T) {
	success, failure, ignored, cancelled := cb.Totals{Successes: 1}, cb.Totals{Failures: 1}, cb.Totals{Ignored: 1}, cb.Totals{Cancelled: 1}
	live := context.Background()
	hungUp, cancel := context.WithCancel(live)
	cancel()
	wrapped := func(err error) error { return fmt.Errorf("call: %w", err) }

	for name, c := range map[string]struct {
		call   method
		answer answers
		want   cb.Totals
	}{
		"nothing":                            {find, answers{}, success},
		"an ignored variable":                {find, answers{err: errNotFound}, ignored},
		"an ignored variable, wrapped":       {find, answers{err: wrapped(errNotFound)}, ignored},
		"an ignored type":                    {find, answers{err: wrapped(&invalidError{})}, ignored},
		"an error that is not ignored":       {find, answers{err: errDown}, failure},
		"a success with an error":            {price, answers{err: errStale}, success},
		"an error that is no success":        {price, answers{err: errNotFound}, failure},
		"a good status":                      {get, answers{status: 499}, success},
		"a bad status":                       {get, answers{status: 500}, failure},
		"an error, not a status":             {get, answers{err: errNotFound}, failure},
		"the only failure":                   {fetch, answers{err: wrapped(errDown)}, failure},
		"what is not the only failure":       {fetch, answers{err: errNotFound}, success},
		"a function says that it failed":     {peek, answers{}, failure},
		"a function says that it did not":    {peek, answers{err: errStale}, success},
		"a condition ignores it":             {peek, answers{err: errNotFound}, ignored},
		"ignore before success":              {first, answers{err: errNotFound}, ignored},
		"success before failure":             {first, answers{err: errStale}, success},
		"failure":                            {first, answers{err: errDown}, failure},
		"none of them, where failure is one": {first, answers{err: &invalidError{}}, success},
	} {
		t.Run(name, func(t *testing.T) {
			client := newCatalog(&c.answer)
			require.ErrorIs(t, c.call(live, client), c.answer.err)
			require.Equal(t, c.want, totals(client.Guards()))
		})
	}
	for name, call := range map[string]method{"find": find, "price": price, "get": get, "fetch": fetch, "peek": peek, "first": first} {
		t.Run("cancelled "+name, func(t *testing.T) {
			client := newCatalog(&answers{err: wrapped(context.Canceled)})
			require.Error(t, call(hungUp, client))
			require.Equal(t, cancelled, totals(client.Guards()), "a caller that hangs up says nothing, whatever the directives say")
		})
	}
}

func TestIgnoredResultsOpenNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &answers{err: errNotFound}
		client := newCatalog(next)
		for range 10 {
			require.ErrorIs(t, find(t.Context(), client), errNotFound)
		}
		require.Equal(t, cb.Closed, client.find.State())

		next.err = errDown
		for range 2 {
			require.ErrorIs(t, find(t.Context(), client), errDown)
		}
		require.ErrorIs(t, find(t.Context(), client), cb.ErrOpen)

		time.Sleep(10 * time.Second)
		next.err = errNotFound
		require.ErrorIs(t, find(t.Context(), client), errNotFound)
		require.Equal(t, cb.HalfOpen, client.find.State(), "the probe said nothing")
		next.err = nil
		require.NoError(t, find(t.Context(), client))
		require.Equal(t, cb.Closed, client.find.State())
	})
}

func TestStatusOpensTheBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &answers{status: 503}
		client := newCatalog(next)
		for range 2 {
			resp, err := client.Get(t.Context(), "/")
			require.NoError(t, err, "the caller gets what the method returned")
			require.Equal(t, 503, resp.StatusCode)
		}
		require.ErrorIs(t, get(t.Context(), client), cb.ErrOpen)
		time.Sleep(10 * time.Second)
		next.status = 200
		require.NoError(t, get(t.Context(), client))
		require.Equal(t, cb.Closed, client.get.State())
	})
}

func TestPanicWithinAMethodOrAConditionIsAFailureAndFreesTheSlot(t *testing.T) {
	for name, next := range map[string]Catalog{"method": &answers{panics: true}, "condition": nilResponse{&answers{}}} {
		t.Run(name, func(t *testing.T) {
			client := newCatalog(next)
			require.Panics(t, func() { client.Get(t.Context(), "/") })
			require.Equal(t, cb.Totals{Failures: 1}, client.get.Snapshot().Totals)
			require.Zero(t, client.get.Snapshot().InFlight)
		})
	}
}

// nilResponse returns neither a response nor an error, which no condition reckons with.
type nilResponse struct{ *answers }

func (nilResponse) Get(context.Context, string) (*http.Response, error) { return nil, nil }

func TestClassificationAllocatesNothing(t *testing.T) {
	for name, next := range map[string]*answers{"success": {text: "a", status: 200}, "ignored": {text: "a", status: 200, err: errNotFound}} {
		client := newCatalog(allocatesNothing{next})
		for _, call := range []method{find, price, fetch, peek, first, get} {
			if n := testing.AllocsPerRun(1000, func() { call(context.Background(), client) }); n != 0 {
				t.Errorf("%s allocates %v times", name, n)
			}
		}
	}
}

// allocatesNothing has its response ready.
type allocatesNothing struct{ *answers }

var ready = &http.Response{StatusCode: 200, Body: http.NoBody}

func (allocatesNothing) Get(context.Context, string) (*http.Response, error) { return ready, nil }
