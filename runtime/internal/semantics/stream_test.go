package semantics_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func newStreamed(p cb.Policy) *cb.Guard {
	return cb.NewClient("Client", 1, cb.WithRegistry(new(cb.Registry))).Guard("Method", p, cb.Streamed, cb.Timed)
}

// writesItself is a body that does so, and ends with err.
type writesItself struct {
	*bytes.Reader
	err    error
	panics bool
}

func (w writesItself) WriteTo(to io.Writer) (int64, error) {
	if w.panics {
		panic("boom")
	}
	n, err := w.Reader.WriteTo(to)
	if err == nil {
		err = w.err
	}
	return n, err
}

func (w writesItself) Close() error { return nil }

type brokenPipe struct{ panics bool }

var errPipe = errors.New("broken pipe")

func (b brokenPipe) Write([]byte) (int, error) {
	if b.panics {
		panic("mine")
	}
	return 0, errPipe
}

func TestBodyThatWritesItselfFailsByItsOwnErrorsAlone(t *testing.T) {
	for name, c := range map[string]struct {
		body writesItself
		to   io.Writer
		want cb.Totals
	}{
		"to its end":        {writesItself{}, new(bytes.Buffer), cb.Totals{Successes: 1}},
		"it fails":          {writesItself{err: errDown}, new(bytes.Buffer), cb.Totals{Failures: 1}},
		"the writer fails":  {writesItself{}, brokenPipe{}, cb.Totals{Successes: 1}},
		"it panics":         {writesItself{panics: true}, new(bytes.Buffer), cb.Totals{Failures: 1}},
		"the writer panics": {writesItself{}, brokenPipe{panics: true}, cb.Totals{Successes: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			c.body.Reader = bytes.NewReader([]byte("content"))
			g := newStreamed(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}})
			call, err := g.BeginStream(t.Context())
			require.NoError(t, err)
			body := cb.StreamBody(call, c.body, call.Return)
			func() {
				defer func() { recover() }()
				io.Copy(c.to, body)
			}()
			require.Equal(t, c.want, g.Snapshot().Totals)
			require.Zero(t, g.Snapshot().InFlight)
		})
	}
}

func TestTimeoutIsForTheWholeStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newStreamed(cb.Policy{Breaker: cb.Breaker{Failures: 1}, Bulkhead: cb.Bulkhead{Max: 1}, Timeout: time.Minute})
		call, err := g.BeginStream(t.Context())
		require.NoError(t, err)
		body := cb.StreamBody(call, io.NopCloser(bytes.NewReader(make([]byte, 100))), call.Return)
		call.End()
		time.Sleep(time.Minute - 1)
		require.NoError(t, call.Context().Err())
		require.Equal(t, 1, g.Snapshot().InFlight)
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		require.ErrorIs(t, context.Cause(call.Context()), cb.ErrTimeout)
		require.Equal(t, cb.Totals{Failures: 1}, g.Snapshot().Totals)
		require.Equal(t, cb.Open, g.Snapshot().State)
		require.NoError(t, body.Close())
	})
}

func TestContextOfAStreamIsDoneAtItsEnd(t *testing.T) {
	g := newStreamed(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}, Timeout: time.Hour})
	call, err := g.BeginStream(t.Context())
	require.NoError(t, err)
	body := cb.StreamBody(call, io.NopCloser(bytes.NewReader(make([]byte, 100))), call.Return)
	require.NoError(t, call.Context().Err())
	_, err = io.ReadAll(body)
	require.NoError(t, err)
	require.ErrorIs(t, call.Context().Err(), context.Canceled)
	require.Equal(t, cb.Totals{Successes: 1}, g.Snapshot().Totals)
}

func TestBodyThatIsNilEndsTheCall(t *testing.T) {
	g := newStreamed(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}})
	call, err := g.BeginStream(t.Context())
	require.NoError(t, err)
	require.Nil(t, cb.StreamBody(call, nil, call.Return))
	require.Equal(t, cb.Totals{Successes: 1}, g.Snapshot().Totals)
}

func TestOutcomeThatPanicsAtTheEndOfAStreamFreesItsSlot(t *testing.T) {
	g := newStreamed(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}})
	call, err := g.BeginStream(t.Context())
	require.NoError(t, err)
	body := cb.StreamBody(call, io.NopCloser(new(bytes.Reader)), func(error) { panic("boom") })
	require.Panics(t, func() { io.ReadAll(body) })
	require.Equal(t, cb.Totals{Failures: 1}, g.Snapshot().Totals)
}

// The garbage collector is outside of every bubble, and what it would touch there is fatal.
func TestForgottenStreamInABubbleIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		g := newStreamed(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}})
		func() {
			call, err := g.BeginStream(ctx)
			require.NoError(t, err)
			cb.StreamBody(call, io.NopCloser(new(bytes.Reader)), call.Return)
		}()
		for range 5 {
			runtime.GC()
		}
		require.Equal(t, 1, g.Snapshot().InFlight)
	})
}

func TestStreamPolicyIsRefusedWhereNothingStreams(t *testing.T) {
	g := cb.NewClient("Client", 1, cb.WithRegistry(new(cb.Registry))).Guard("Method", cb.Policy{})
	require.ErrorContains(t, g.Apply(cb.Policy{Stream: cb.Stream{Idle: time.Minute}}), "stream: has no effect")
	require.Error(t, cb.Policy{Stream: cb.Stream{Idle: -1}}.Validate())
}

// A stream is four objects at the most: the call, its consumer, the end, and what wraps it.
func TestStreamAllocatesLittleAndItsReadsNothing(t *testing.T) {
	g := newStreamed(cb.Policy{Breaker: cb.Breaker{Failures: 5}, Bulkhead: cb.Bulkhead{Max: 1}})
	content := io.NopCloser(zeros{})
	ctx := context.Background()
	var body io.ReadCloser
	open := func() {
		call, _ := g.BeginStream(ctx)
		body = cb.StreamBody(call, content, call.Return)
	}
	require.LessOrEqual(t, testing.AllocsPerRun(1000, func() {
		open()
		body.Close()
	}), 6.0)
	open()
	p := make([]byte, 1)
	require.Zero(t, testing.AllocsPerRun(1000, func() { body.Read(p) }))
	body.Close()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestStreamEndsOnceWhoeverEndsIt(t *testing.T) {
	g := newStreamed(cb.Policy{Breaker: cb.Breaker{Failures: 1000}, Bulkhead: cb.Bulkhead{Max: 1}})
	const streams = 200
	for range streams {
		ctx, cancel := context.WithCancel(t.Context())
		call, err := g.BeginStream(ctx)
		require.NoError(t, err)
		body := cb.StreamBody(call, io.NopCloser(new(bytes.Reader)), call.Return)
		var wg sync.WaitGroup
		for _, end := range []func(){cancel, func() { body.Close() }, func() { io.ReadAll(body) }, func() { call.Fail(nil) }} {
			wg.Go(end)
		}
		wg.Wait()
		for g.Snapshot().InFlight != 0 {
			runtime.Gosched() // the context may be the first, and tells in its own time
		}
	}
	s := g.Snapshot().Totals
	require.Equal(t, uint64(streams), s.Successes+s.Failures+s.Cancelled)
	require.Zero(t, s.RejectedFull)
}
