package semantics_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
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
	wraps  bool
}

func (w writesItself) WriteTo(to io.Writer) (int64, error) {
	if w.panics {
		panic("boom")
	}
	n, err := w.Reader.WriteTo(to)
	if err == nil {
		err = w.err
	}
	if w.wraps {
		err = fmt.Errorf("write: %w", err)
	}
	return n, err
}

func (w writesItself) Close() error { return nil }

// writeErrors cannot be compared.
type writeErrors []error

func (writeErrors) Error() string { return "nothing is written" }

type brokenPipe struct{ panics, many, short bool }

var errPipe = errors.New("broken pipe")

func (b brokenPipe) Write([]byte) (int, error) {
	if b.panics {
		panic("mine")
	}
	if b.many {
		return 0, writeErrors{errPipe}
	}
	if b.short {
		return 1, nil
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
		"with errors":       {writesItself{}, brokenPipe{many: true}, cb.Totals{Successes: 1}},
		"writes too little": {writesItself{}, brokenPipe{short: true}, cb.Totals{Successes: 1}},
		"wraps the error":   {writesItself{wraps: true}, brokenPipe{}, cb.Totals{Successes: 1}},
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

func TestOutcomeThatPanicsAtTheEndOfAChannelDoesSoInItsCaller(t *testing.T) {
	g := newStreamed(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}})
	call, err := g.BeginStream(t.Context())
	require.NoError(t, err)
	require.Panics(t, func() {
		defer call.End()
		cb.StreamChan(call, make(chan int), func(error) { panic("boom") })
	})
	require.Equal(t, cb.Totals{Failures: 1}, g.Snapshot().Totals)
	require.Zero(t, g.Snapshot().InFlight)
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

// A stream is six objects at the most: the call, its consumer, the end, what wraps it, and two
// that have the garbage collector tell of it.
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

// opaque is an error that panics when it is compared with others.
type opaque struct{}

func (opaque) Error() string { return "opaque" }
func (opaque) Is(error) bool { panic("boom") }

func openStream(t *testing.T, ctx context.Context, g *cb.Guard) *cb.StreamCall {
	t.Helper()
	call, err := g.BeginStream(ctx)
	require.NoError(t, err)
	return call
}

func TestErrorThatPanicsAtTheEndOfAStreamFreesItsSlot(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, timeout := range []time.Duration{0, time.Hour} {
		g := newStreamed(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}, Timeout: timeout})
		call := openStream(t, ctx, g)
		require.Panics(t, func() {
			defer call.End()
			call.Return(opaque{})
		})
		require.Zero(t, g.Snapshot().InFlight)
		require.Equal(t, cb.Totals{Failures: 1}, g.Snapshot().Totals)
	}
}

func TestStreamThatCannotBeHandedOverFreesItsSlot(t *testing.T) {
	for name, hand := range map[string]func(*cb.StreamCall){
		"a faulty context": func(call *cb.StreamCall) { cb.StreamBody(call, io.NopCloser(zeros{}), call.Return) },
		"a faulty outcome": func(call *cb.StreamCall) {
			cb.StreamBody(call, io.NopCloser(zeros{}), func(error) { panic("boom") })
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newStreamed(cb.Policy{Breaker: cb.Breaker{Failures: 1, Open: time.Second}, Bulkhead: cb.Bulkhead{Max: 1}})
				require.Error(t, fail(g))
				time.Sleep(time.Second)
				ctx := t.Context()
				if name == "a faulty context" {
					ctx = faultyContext{ctx}
				}
				require.Panics(t, func() {
					call := openStream(t, ctx, g)
					defer call.End()
					hand(call)
				})
				require.Zero(t, g.Snapshot().InFlight)
				require.EqualValues(t, 2, g.Snapshot().Totals.Failures)
			})
		})
	}
}

func TestStreamingProbeClosesTheBreakerAlthoughABulkheadIsApplied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := cb.Policy{Breaker: cb.Breaker{Failures: 1, Open: time.Second, Probes: 1}}
		g := newStreamed(policy)
		require.Error(t, fail(g))
		time.Sleep(time.Second)
		call := openStream(t, t.Context(), g)
		policy.Bulkhead.Max = 1
		require.NoError(t, g.Apply(policy))
		body := cb.StreamBody(call, io.NopCloser(zeros{}), call.Return)
		require.Equal(t, cb.Closed, g.State())
		require.Equal(t, cb.Totals{Failures: 1, Probes: 1}, g.Snapshot().Totals)
		finish := hang(t, g)
		require.NoError(t, body.Close())
		require.Equal(t, 1, g.Snapshot().InFlight, "the stream has a slot of the bulkhead that was not there")
		finish(nil)
		require.Equal(t, cb.Totals{Successes: 2, Failures: 1, Probes: 1}, g.Snapshot().Totals)
	})
}

func TestTraceTellsOfWhatAStreamingProbeDecides(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := new(cb.Registry)
		g := cb.NewClient("Client", 1, cb.WithRegistry(r)).Guard("Method", cb.Policy{Breaker: cb.Breaker{Failures: 1, Open: time.Second, Probes: 1}}, cb.Streamed)
		var told []cb.State
		r.SetTrace(&cb.Trace{Transition: func(ctx context.Context, e cb.Event) {
			require.Equal(t, t.Context(), ctx)
			told = append(told, e.To)
		}})
		call := openStream(t, t.Context(), g)
		call.Return(errDown)
		time.Sleep(time.Second)
		call = openStream(t, t.Context(), g)
		body := cb.StreamBody(call, io.NopCloser(zeros{}), call.Return)
		require.Equal(t, []cb.State{cb.Open, cb.HalfOpen, cb.Closed}, told)
		require.NoError(t, body.Close())
	})
}

func TestStreamingProbeThatIsSlowIsCountedAsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newStreamed(cb.Policy{Breaker: cb.Breaker{Failures: 1, Slow: time.Second, Open: time.Minute, Probes: 1}})
		require.Error(t, fail(g))
		time.Sleep(time.Minute)
		call := openStream(t, t.Context(), g)
		time.Sleep(2 * time.Second)
		body := cb.StreamBody(call, io.NopCloser(zeros{}), call.Return)
		require.Equal(t, cb.Open, g.State())
		require.NoError(t, body.Close())
		require.Equal(t, cb.Totals{Successes: 1, Failures: 1, Slow: 1, Probes: 1}, g.Snapshot().Totals)
	})
}

func TestProbesOfAStreamAreNotCountedWhileItObserves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newStreamed(cb.Policy{Breaker: cb.Breaker{Failures: 1, Open: time.Second, Probes: 2}})
		g.Observe()
		require.Error(t, fail(g))
		time.Sleep(time.Second)
		require.NoError(t, succeed(g))
		call := openStream(t, t.Context(), g)
		body := cb.StreamBody(call, io.NopCloser(zeros{}), call.Return)
		require.Equal(t, cb.Closed, g.Snapshot().Observed)
		require.NoError(t, body.Close())
		require.Zero(t, g.Snapshot().Totals.Probes)
	})
}

// pipe is a connection: reading and writing go on at the same time.
type pipe struct {
	io.Reader
	io.Writer
}

func (pipe) Close() error { return nil }

func TestConsumerWhoReadsIsNotIdleAlthoughHeHasWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newStreamed(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}, Stream: cb.Stream{Idle: time.Minute}})
		call := openStream(t, t.Context(), g)
		from, to := io.Pipe()
		body := cb.StreamBody(call, pipe{from, io.Discard}, call.Return)
		go body.Read(make([]byte, 1))
		synctest.Wait()
		_, err := body.(io.Writer).Write([]byte("x"))
		require.NoError(t, err)
		pass(time.Hour)
		require.Equal(t, 1, g.Snapshot().InFlight, "he waits for the dependency")
		_, err = to.Write([]byte("x"))
		require.NoError(t, err)
		pass(time.Minute)
		require.Zero(t, g.Snapshot().InFlight, "it is his turn")
	})
}

func TestConsumerWhomABodyWritesItselfToCanBeIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newStreamed(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}, Stream: cb.Stream{Idle: time.Minute}})
		call := openStream(t, t.Context(), g)
		body := cb.StreamBody(call, writesItself{Reader: bytes.NewReader([]byte("content"))}, call.Return)
		from, to := io.Pipe()
		go io.Copy(to, body)
		pass(time.Minute)
		require.Equal(t, cb.Totals{Ignored: 1}, g.Snapshot().Totals)
		from.Close()
	})
}

func TestBodyIsClosedAlthoughItsOutcomePanics(t *testing.T) {
	g := newStreamed(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}})
	call := openStream(t, t.Context(), g)
	next := &closes{}
	body := cb.StreamBody(call, next, func(error) { panic("boom") })
	require.Panics(t, func() { body.Close() })
	require.True(t, next.closed)
}

type closes struct {
	zeros
	closed bool
}

func (c *closes) Close() error { c.closed = true; return nil }

func TestLoopThatWaitsForItsFirstElementIsNotIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newStreamed(cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}, Stream: cb.Stream{Idle: time.Minute}})
		call := openStream(t, t.Context(), g)
		for range cb.StreamSeq(call, func(yield func(int) bool) { time.Sleep(time.Hour); yield(1) }, call.Return) {
			require.Equal(t, 1, g.Snapshot().InFlight)
		}
		require.Equal(t, cb.Totals{Successes: 1}, g.Snapshot().Totals)
	})
}

func TestProbeThatStreamsTooLateIsNoSuccess(t *testing.T) {
	for name, c := range map[string]struct {
		cancel bool
		hand   func(*cb.StreamCall) io.Closer
		want   cb.Totals
		state  cb.State
	}{
		"a body":            {false, handBody, cb.Totals{Failures: 2, Probes: 1}, cb.Open},
		"a loop":            {false, handLoop, cb.Totals{Failures: 2, Probes: 1}, cb.Open},
		"nobody wants that": {true, handBody, cb.Totals{Failures: 1, Cancelled: 1, Probes: 1}, cb.HalfOpen},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newStreamed(cb.Policy{Breaker: cb.Breaker{Failures: 1, Open: time.Minute, Probes: 1}, Timeout: time.Second})
				require.Error(t, fail(g))
				time.Sleep(time.Minute)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				call := openStream(t, ctx, g)
				if c.cancel {
					cancel()
				} else {
					time.Sleep(time.Second)
				}
				body := c.hand(call)
				synctest.Wait()
				require.Equal(t, c.state, g.State())
				require.NoError(t, body.Close())
				require.Equal(t, c.want, g.Snapshot().Totals)
			})
		})
	}
}

func handBody(call *cb.StreamCall) io.Closer {
	return cb.StreamBody(call, io.NopCloser(zeros{}), call.Return)
}

func handLoop(call *cb.StreamCall) io.Closer {
	cb.RangeSeq(call, func(yield func(int) bool) { yield(1) }, func(int) bool { return true }, call.Return)
	return io.NopCloser(nil)
}

// Whatever a stream meets, its call has one outcome, and no slot.
func TestEveryEndOfAStreamIsOneOutcome(t *testing.T) {
	success, failure, ignored, cancelled := cb.Totals{Successes: 1}, cb.Totals{Failures: 1}, cb.Totals{Ignored: 1}, cb.Totals{Cancelled: 1}
	numbers := func(yield func(int) bool) {
		for n := 0; yield(n); n++ {
		}
	}
	withError := func(err error) func(func(int, error) bool) {
		return func(yield func(int, error) bool) { _ = yield(1, nil) && yield(0, err) }
	}
	future := func(call *cb.StreamCall, f func() (int, error)) func() (int, error) {
		return cb.StreamFuture(call, f, call.Return)
	}
	for name, c := range map[string]struct {
		run  func(t *testing.T, call *cb.StreamCall, cancel func())
		want cb.Totals
	}{
		"a loop that is left": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			for range cb.StreamSeq(call, numbers, call.Return) {
				break
			}
		}, success},
		"a loop that is left twice": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			seq := cb.StreamSeq(call, numbers, call.Return)
			for range 2 {
				for range seq {
					break
				}
			}
		}, success},
		"a second loop fails": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			seq := cb.StreamSeq2(call, withError(errDown), call.Return)
			for range seq {
				break
			}
			for range seq {
			}
		}, success},
		"an error at the end": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			for range cb.StreamSeq2(call, withError(errDown), call.Return) {
			}
		}, failure},
		"a pull that is stopped": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			next, stop := iter.Pull(cb.StreamSeq(call, numbers, call.Return))
			next()
			stop()
			stop()
		}, success},
		"a pull that is never begun": {func(t *testing.T, call *cb.StreamCall, cancel func()) {
			_, stop := iter.Pull(cb.StreamSeq(call, numbers, call.Return))
			stop()
			cancel()
		}, cancelled},
		"a body of a loop that leaves by Goexit": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			seq := cb.StreamSeq(call, numbers, call.Return)
			go func() {
				for range seq {
					runtime.Goexit()
				}
			}()
		}, success},
		"an iterator that leaves by Goexit": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			seq := cb.StreamSeq(call, func(func(int) bool) { runtime.Goexit() }, call.Return)
			go func() {
				for range seq {
				}
			}()
		}, failure},
		"a future that is called twice": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			calls := 0
			f := future(call, func() (int, error) {
				if calls++; calls > 1 {
					return 0, errDown
				}
				return 1, nil
			})
			f()
			f()
		}, success},
		"a future that is called at once": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			f := future(call, func() (int, error) { return 0, errDown })
			for range 4 {
				go f()
			}
		}, failure},
		"a future that panics": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			require.Panics(t, func() { future(call, func() (int, error) { panic("boom") })() })
		}, failure},
		"a future whose caller hangs up": {func(t *testing.T, call *cb.StreamCall, cancel func()) {
			f := future(call, func() (int, error) { time.Sleep(time.Second); return 0, context.Canceled })
			time.AfterFunc(time.Millisecond, cancel)
			f()
		}, cancelled},
		"a future that is never called": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			future(call, func() (int, error) { return 0, nil })
			time.Sleep(time.Hour)
		}, ignored},
		"a channel that nobody reads": {func(t *testing.T, call *cb.StreamCall, cancel func()) {
			from := make(chan int, 1)
			from <- 1
			cb.StreamChan(call, from, call.Return)
			time.Sleep(time.Hour)
			cancel()
		}, ignored},
		"a channel whose reader hangs up": {func(t *testing.T, call *cb.StreamCall, cancel func()) {
			to := cb.StreamChan(call, make(chan int), call.Return)
			cancel()
			_, ok := <-to
			require.False(t, ok)
		}, cancelled},
		"a body that is closed twice": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			body := cb.StreamBody(call, io.NopCloser(zeros{}), call.Return)
			body.Close()
			body.Close()
		}, success},
		"a body that is read on after its end": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			body := cb.StreamBody(call, io.NopCloser(new(bytes.Reader)), call.Return)
			for range 3 {
				body.Read(make([]byte, 1))
			}
			body.Close()
		}, success},
		"a body that is closed while it is read": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			next, _ := io.Pipe()
			body := cb.StreamBody(call, next, call.Return)
			go body.Read(make([]byte, 1))
			synctest.Wait()
			body.Close()
		}, success},
		"a timeout": {func(t *testing.T, call *cb.StreamCall, _ func()) {
			next, to := io.Pipe()
			body := cb.StreamBody(call, next, call.Return)
			go body.Read(make([]byte, 1))
			time.Sleep(24 * time.Hour)
			to.Close()
		}, failure},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newStreamed(cb.Policy{
					Breaker: cb.Breaker{Failures: 5}, Bulkhead: cb.Bulkhead{Max: 1},
					Stream: cb.Stream{Idle: time.Minute}, Timeout: 24 * time.Hour,
				})
				ctx, cancel := context.WithCancel(t.Context())
				call := openStream(t, ctx, g)
				c.run(t, call, cancel)
				call.End()
				synctest.Wait()
				require.Equal(t, c.want, g.Snapshot().Totals)
				require.Zero(t, g.Snapshot().InFlight)
				require.Error(t, call.Context().Err(), "no timer is left")
				cancel()
			})
		})
	}
}
