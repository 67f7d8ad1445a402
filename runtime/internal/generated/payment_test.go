package generated

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// provider is a Payment that does what it is told.
type provider struct {
	answers
	hangs chan struct{} // a call returns when it is closed
	body  io.ReadCloser
	calls atomic.Int64
}

func (p *provider) called() {
	p.calls.Add(1)
	if p.panics {
		panic("boom")
	}
	if p.hangs != nil {
		<-p.hangs
	}
}

func (p *provider) Charge(context.Context, int) (string, error) { p.called(); return "paid", p.err }
func (p *provider) Enabled(context.Context, string) bool        { p.called(); return true }
func (p *provider) Notify(context.Context)                      { p.called() }

func (p *provider) Rates(context.Context, ...string) (string, error) {
	p.called()
	return "rates", p.err
}

func (p *provider) Page(context.Context) (*http.Response, error) {
	p.called()
	if p.err != nil {
		return nil, p.err
	}
	return &http.Response{StatusCode: p.status, Body: p.body}, nil
}

// instead is the fallback.
type instead struct {
	t      *testing.T
	client *GuardedPayment
	err    error
	panics bool

	causes     []error
	currencies []string
}

// asked notes the cause, and that the call has given back what it held.
func (f *instead) asked(g *cb.Guard, cause error) {
	require.Error(f.t, cause)
	require.Zero(f.t, g.Snapshot().InFlight)
	f.causes = append(f.causes, cause)
	if f.panics {
		panic("boom")
	}
}

func (f *instead) Rates(ctx context.Context, currencies []string, cause error) (string, error) {
	f.asked(f.client.rates, cause)
	f.currencies = currencies
	return "yesterday's", f.err
}

func (f *instead) Page(ctx context.Context, cause error) (*http.Response, error) {
	f.asked(f.client.page, cause)
	return ready, f.err
}

func (f *instead) Enabled(ctx context.Context, name string, cause error) bool {
	f.causes = append(f.causes, cause)
	return false
}

func (f *instead) Notify(ctx context.Context, cause error) { f.causes = append(f.causes, cause) }

func newPayment(t *testing.T, next *provider) (*GuardedPayment, *instead) {
	f := &instead{t: t}
	f.client = NewGuardedPayment(next, f, cb.WithRegistry(new(cb.Registry)))
	return f.client, f
}

func TestFallbackAnswersForRejectedCallsOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &provider{answers: answers{err: errDown}}
		client, _ := newPayment(t, next)
		_, err := client.Charge(t.Context(), 1)
		require.ErrorIs(t, err, errDown, "a failure is no rejection")

		receipt, err := client.Charge(t.Context(), 1)
		require.NoError(t, err)
		require.Equal(t, "queued", receipt)
		require.EqualValues(t, 1, next.calls.Load())

		time.Sleep(10 * time.Second)
		next.err = nil
		receipt, err = client.Charge(t.Context(), 1)
		require.NoError(t, err)
		require.Equal(t, "paid", receipt)

		got := client.charge.Snapshot().Totals
		require.Equal(t, cb.Totals{Successes: 1, Failures: 1, Probes: 1, RejectedOpen: 1, Fallbacks: 1}, got)
	})
}

func TestFallbackAnswersForFailures(t *testing.T) {
	next := &provider{answers: answers{err: errDown}}
	client, f := newPayment(t, next)
	for range 2 { // the first is the failure, the second rejected
		rates, err := client.Rates(t.Context(), "EUR", "USD")
		require.NoError(t, err)
		require.Equal(t, "yesterday's", rates)
		require.Equal(t, []string{"EUR", "USD"}, f.currencies)
	}
	require.Equal(t, errDown, f.causes[0])
	require.ErrorIs(t, f.causes[1], cb.ErrOpen)
	require.Equal(t, cb.Totals{Failures: 1, RejectedOpen: 1, Fallbacks: 2}, client.rates.Snapshot().Totals)
}

func TestFallbackIsNotAskedForWhatIsNoFailure(t *testing.T) {
	hungUp, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx context.Context
		err error
	}{
		"ignored":                {t.Context(), errNotFound},
		"the caller has hung up": {hungUp, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			client, f := newPayment(t, &provider{answers: answers{err: c.err}})
			_, err := client.Rates(c.ctx)
			require.ErrorIs(t, err, c.err)
			require.Empty(t, f.causes)
		})
	}
	t.Run("a panic goes on", func(t *testing.T) {
		client, f := newPayment(t, &provider{answers: answers{panics: true}})
		require.Panics(t, func() { client.Rates(t.Context()) })
		require.Empty(t, f.causes)
	})
}

func TestFallbackThatFailsIsCounted(t *testing.T) {
	client, f := newPayment(t, &provider{answers: answers{err: errDown}})
	f.err = errStale
	_, err := client.Rates(t.Context())
	require.ErrorIs(t, err, errStale)
	f.panics = true
	require.PanicsWithValue(t, "boom", func() { client.Rates(t.Context()) })
	got := client.rates.Snapshot().Totals
	require.EqualValues(t, 2, got.Fallbacks)
	require.EqualValues(t, 2, got.FallbackFailures)
}

// closing is a body that is either closed or not.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

func TestResultThatAFallbackReplacesIsClosed(t *testing.T) {
	body := &closing{Reader: strings.NewReader("down")}
	client, f := newPayment(t, &provider{answers: answers{status: 503}, body: body})
	resp, err := client.Page(t.Context())
	require.NoError(t, err)
	require.Equal(t, 200, resp.StatusCode)
	require.True(t, body.closed)
	require.Equal(t, []error{cb.ErrFailed}, f.causes)

	body = &closing{Reader: strings.NewReader("fine")}
	client, _ = newPayment(t, &provider{answers: answers{status: 200}, body: body})
	_, err = client.Page(t.Context())
	require.NoError(t, err)
	require.False(t, body.closed)
}

func TestMethodWithoutAnErrorIsGuardedWithAFallback(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &provider{}
		client, f := newPayment(t, next)
		require.True(t, client.Enabled(t.Context(), "a"))
		require.Equal(t, cb.Totals{Successes: 1}, client.enabled.Snapshot().Totals)

		next.panics = true
		require.Panics(t, func() { client.Enabled(t.Context(), "a") })
		require.False(t, client.Enabled(t.Context(), "a"), "the breaker is open")
		require.ErrorIs(t, f.causes[0], cb.ErrOpen)
		require.EqualValues(t, 2, next.calls.Load())
	})
}

func TestCallerThatHangsUpWhileItWaitsGetsTheFallbackOnlyWithoutAnErrorResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &provider{hangs: make(chan struct{})}
		client, f := newPayment(t, next)
		go client.Notify(t.Context())
		synctest.Wait()
		go client.Rates(t.Context())
		synctest.Wait()

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := client.Rates(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Empty(t, f.causes)
		client.Notify(ctx)
		require.Equal(t, []error{context.DeadlineExceeded}, f.causes)
		require.EqualValues(t, 2, next.calls.Load())
		close(next.hangs)
	})
}

func TestFallbackAnswersForAFullBulkhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &provider{hangs: make(chan struct{})}
		client, _ := newPayment(t, next)
		go client.Charge(t.Context(), 1)
		synctest.Wait()
		receipt, err := client.Charge(t.Context(), 1)
		require.NoError(t, err)
		require.Equal(t, "queued", receipt)
		require.EqualValues(t, 1, client.charge.Snapshot().Totals.RejectedFull)
		close(next.hangs)
	})
}

func TestNilFallbackPanicsAtConstruction(t *testing.T) {
	require.PanicsWithValue(t, "cb: the fallback of the Payment is nil", func() { NewGuardedPayment(&provider{}, nil) })
}

func TestFallbackAllocatesNothingOnTheClosedPath(t *testing.T) {
	client, f := newPayment(t, &provider{})
	ctx := context.Background()
	for name, call := range map[string]func(){
		"rejected": func() { client.Charge(ctx, 1) },
		"failure":  func() { client.Rates(ctx) },
		"no error": func() { client.Enabled(ctx, "a") },
	} {
		if n := testing.AllocsPerRun(1000, call); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
	require.Empty(t, f.causes)
}
