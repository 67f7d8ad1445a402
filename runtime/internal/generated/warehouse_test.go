package generated

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// A depot is a Warehouse all of whose methods do the same.
type depot struct {
	calls   int
	do      func(ctx context.Context, attempt int) error
	respond func(req *http.Request, attempt int) (*http.Response, error)
}

func (d *depot) called(ctx context.Context) error {
	d.calls++
	if d.do == nil {
		return nil
	}
	return d.do(ctx, d.calls)
}

func (d *depot) Reserve(ctx context.Context, _ string) error         { return d.called(ctx) }
func (d *depot) Order(ctx context.Context, _ string) (string, error) { return "now", d.called(ctx) }
func (d *depot) Send(req *http.Request) error                        { return d.called(req.Context()) }
func (d *depot) Stock(ctx context.Context, _ string) (int, error) {
	err := d.called(ctx)
	return d.calls, err
}
func (d *depot) Price(ctx context.Context, _ string) (int, error) {
	err := d.called(ctx)
	return d.calls, err
}
func (d *depot) Find(ctx context.Context, _ string) (string, error) { return "found", d.called(ctx) }
func (d *depot) Look(ctx context.Context, _ string) (string, error) { return "found", d.called(ctx) }
func (d *depot) Count(ctx context.Context) int                      { d.called(ctx); return d.calls }
func (d *depot) RoundTrip(req *http.Request) (*http.Response, error) {
	d.calls++
	return d.respond(req, d.calls)
}

func newWarehouse(next Warehouse) *GuardedWarehouse {
	return NewGuardedWarehouse(next, cb.WithRegistry(new(cb.Registry)))
}

// hangs until the context is done.
func hangs(ctx context.Context, _ int) error {
	<-ctx.Done()
	return ctx.Err()
}

func fails(context.Context, int) error { return errDown }

func TestTimeoutEndsTheCallsContext(t *testing.T) {
	for name, call := range map[string]func(context.Context, Warehouse) error{
		"context": func(ctx context.Context, w Warehouse) error { return w.Reserve(ctx, "a") },
		"request": func(ctx context.Context, w Warehouse) error {
			req, _ := http.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
			err := w.Send(req)
			require.Equal(t, ctx, req.Context(), "the caller's request is as it was")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newWarehouse(&depot{do: hangs})
				begin := time.Now()
				require.ErrorIs(t, call(t.Context(), client), context.DeadlineExceeded)
				require.Equal(t, 2*time.Second, time.Since(begin))
				require.Equal(t, cb.Totals{Failures: 1}, totals(client.Guards()))

				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				require.ErrorIs(t, call(ctx, client), context.DeadlineExceeded)
				require.Equal(t, cb.Totals{Failures: 1, Cancelled: 1}, totals(client.Guards()), "that was the caller's")
			})
		})
	}
}

func TestFallbackAnswersForWhatTakesTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &depot{do: hangs}
		client := newWarehouse(next)
		text, err := client.Order(t.Context(), "a")
		require.NoError(t, err)
		require.Equal(t, "later", text)

		next.do = func(context.Context, int) error { time.Sleep(time.Minute); return nil }
		text, err = client.Order(t.Context(), "a")
		require.NoError(t, err)
		require.Equal(t, "later", text, "too late, although there is no error")

		next.do = fails
		text, err = client.Order(t.Context(), "a")
		require.ErrorIs(t, err, errDown, "on=timeout is not on=failure")
		require.Equal(t, "now", text)
		require.EqualValues(t, 2, totals(client.Guards()).Fallbacks)

		client.order.ForceOpen()
		text, err = client.Order(t.Context(), "a")
		require.NoError(t, err)
		require.Equal(t, "later", text, "rejections are included")
	})
}

func TestCallIsMadeAgainUntilItSucceeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &depot{do: func(_ context.Context, attempt int) error {
			if attempt < 3 {
				return errDown
			}
			return nil
		}}
		client := newWarehouse(next)
		begin := time.Now()
		n, err := client.Stock(t.Context(), "a")
		require.NoError(t, err)
		require.Equal(t, 3, n)
		require.LessOrEqual(t, time.Since(begin), 3*time.Second, "1s and 2s at the most")
		require.Equal(t, cb.Totals{Successes: 1, Failures: 2, Retries: 2}, client.stock.Snapshot().Totals)

		next.calls, next.do = 0, fails
		_, err = client.Stock(t.Context(), "a")
		require.Equal(t, errDown, err, "the error of the last attempt")
		require.Equal(t, 3, next.calls)
		require.Zero(t, client.stock.Snapshot().InFlight)
	})
}

func TestPanicIsNotRetriedAndFreesTheSlot(t *testing.T) {
	next := &depot{do: func(context.Context, int) error { panic("boom") }}
	client := newWarehouse(next)
	require.PanicsWithValue(t, "boom", func() { client.Stock(t.Context(), "a") })
	require.Equal(t, 1, next.calls)
	require.Equal(t, cb.Totals{Failures: 1}, client.stock.Snapshot().Totals)
	require.Zero(t, client.stock.Snapshot().InFlight)
}

func TestOnlyWhatRetryIfNamesIsRetried(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(context.Context, int) error
		calls int
	}{
		"a named error":                 {func(context.Context, int) error { return errBusy }, 3},
		"another error":                 {fails, 1},
		"its timeout":                   {hangs, 3},
		"a timeout of the client's own": {func(context.Context, int) error { return context.DeadlineExceeded }, 1},
		"too late, without an error":    {func(context.Context, int) error { time.Sleep(time.Minute); return nil }, 3},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				next := &depot{do: c.do}
				client := newWarehouse(next)
				client.Price(t.Context(), "a")
				require.Equal(t, c.calls, next.calls)
			})
		})
	}
}

func TestRejectionIsRetriedIfRetryIfNamesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &depot{}
		client := newWarehouse(next)
		call, err := client.price.Begin(t.Context())
		require.NoError(t, err)
		time.AfterFunc(time.Nanosecond, func() { call.Return(nil); call.End() })
		cents, err := client.Price(t.Context(), "a")
		require.NoError(t, err)
		require.Equal(t, 1, cents)
		require.EqualValues(t, 1, client.price.Snapshot().Totals.RejectedFull)

		client.price.ForceOpen()
		_, err = client.Price(t.Context(), "a")
		require.ErrorIs(t, err, cb.ErrOpen)
		require.EqualValues(t, 1, client.price.Snapshot().Totals.RejectedOpen, "which it does not name")
	})
}

func TestFallbackStandsOutsideOfTheRetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &depot{do: fails}
		client := newWarehouse(next)
		text, err := client.Find(t.Context(), "a")
		require.NoError(t, err)
		require.Equal(t, "instead: Warehouse.Find: circuit breaker is open", text, "T18: three attempts, and then it is open")
		require.Equal(t, 3, next.calls)
		require.EqualValues(t, 1, client.find.Snapshot().Totals.Fallbacks)

		next.calls = 0
		text, err = client.Look(t.Context(), "a")
		require.NoError(t, err)
		require.Equal(t, "instead: "+errDown.Error(), text)
		require.Equal(t, 2, next.calls)
		require.EqualValues(t, 1, client.look.Snapshot().Totals.Fallbacks, "one for all attempts")
	})
}

func TestRejectionByAnotherGuardIsNoRejectionByThisOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		within := newWarehouse(&depot{})
		within.find.ForceOpen()
		next := &depot{do: func(ctx context.Context, _ int) error {
			_, err := within.find.Begin(ctx)
			return err
		}}
		client := newWarehouse(next)
		policies := DefaultWarehousePolicies()
		policies.Find.Breaker.Failures = 50
		require.NoError(t, client.Apply(policies))
		_, err := client.Find(t.Context(), "a")
		require.ErrorIs(t, err, cb.ErrOpen, "the fallback is for rejections by this guard")
		require.Equal(t, 4, next.calls)
	})
}

func TestMethodWithoutAnErrorIsRetriedWhenItTakesTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &depot{do: func(ctx context.Context, attempt int) error {
			if attempt == 1 {
				return hangs(ctx, attempt)
			}
			return nil
		}}
		client := newWarehouse(next)
		require.Equal(t, 2, client.Count(t.Context()))
		next.do = hangs
		require.Equal(t, -1, client.Count(t.Context()))
		client.count.ForceOpen()
		require.Equal(t, -1, client.Count(t.Context()))
	})
}

// recorded is a body that knows what became of it.
type recorded struct {
	io.Reader
	closed bool
}

func (r *recorded) Close() error { r.closed = true; return nil }

func TestRequestIsSentAgainWithItsBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bodies []string
		responses := []*recorded{{}, {}}
		next := &depot{respond: func(req *http.Request, attempt int) (*http.Response, error) {
			text, err := io.ReadAll(req.Body)
			bodies = append(bodies, string(text))
			return &http.Response{StatusCode: 500, Body: responses[attempt-1]}, err
		}}
		client := newWarehouse(next)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "/", strings.NewReader("all of it"))
		require.NoError(t, err)
		original := req.Body
		resp, err := client.RoundTrip(req)
		require.NoError(t, err)
		require.Equal(t, []string{"all of it", "all of it"}, bodies)
		require.Equal(t, original, req.Body, "a RoundTripper leaves the request as it is")
		require.True(t, responses[0].closed, "nobody else would")
		require.False(t, responses[1].closed)
		require.Same(t, responses[1], resp.Body)
	})
}

func TestRequestIsNotSentAgainIfItsBodyCannotBeHadAgain(t *testing.T) {
	for name, getBody := range map[string]func() (io.ReadCloser, error){
		"not at all": nil,
		"any more":   func() (io.ReadCloser, error) { return nil, errors.New("it is gone") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				body := &recorded{}
				next := &depot{respond: func(*http.Request, int) (*http.Response, error) {
					return &http.Response{StatusCode: 500, Body: body}, nil
				}}
				client := newWarehouse(next)
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "/", &recorded{Reader: strings.NewReader("once")})
				require.NoError(t, err)
				req.GetBody = getBody
				resp, err := client.RoundTrip(req)
				require.NoError(t, err)
				require.Equal(t, 500, resp.StatusCode)
				require.Equal(t, 1, next.calls)
				require.False(t, body.closed, "the caller gets it")
			})
		})
	}
}

func TestRetriedCallAllocatesNothingWhenItSucceeds(t *testing.T) {
	client := newWarehouse(&depot{})
	ctx := context.Background()
	for name, call := range map[string]func(){
		"retry":               func() { client.Stock(ctx, "a") },
		"retry with fallback": func() { client.Find(ctx, "a") },
	} {
		if n := testing.AllocsPerRun(1000, call); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}

func TestEnvironmentChangesATimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policies := DefaultWarehousePolicies()
		require.NoError(t, policies.Override("WAREHOUSE", []string{"WAREHOUSE_RESERVE_TIMEOUT=5s", "WAREHOUSE_STOCK_RETRY=off"}))
		next := &depot{do: hangs}
		client := NewGuardedWarehouse(next, cb.WithRegistry(new(cb.Registry)), cb.WithPolicies(policies))
		begin := time.Now()
		require.Error(t, client.Reserve(t.Context(), "a"))
		require.Equal(t, 5*time.Second, time.Since(begin))
		require.Equal(t, 10*time.Second, client.reserve.Snapshot().Policy.Breaker.HalfOpen)

		next.calls, next.do = 0, fails
		client.Stock(t.Context(), "a")
		require.Equal(t, 1, next.calls)

		policies.Stock.Timeout = time.Second
		require.ErrorContains(t, client.Apply(policies), "Warehouse.Stock: timeout: has no effect: the method is generated without one")
	})
}
