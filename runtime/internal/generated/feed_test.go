package generated

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// source is a Feed of the numbers 0, 1, 2, which ends with err.
type source struct {
	err    error // at the end of the stream
	now    error // when the method is called
	panics bool  // in the place of the end
	calls  int
	status int
	events chan int
	waits  time.Duration // before the method returns
}

func (s *source) end() error {
	if s.panics {
		panic("boom")
	}
	return s.err
}

func (s *source) called() error {
	s.calls++
	time.Sleep(s.waits)
	return s.now
}

func (s *source) Events(context.Context) iter.Seq2[int, error] {
	s.called()
	return func(yield func(int, error) bool) {
		for i := range 3 {
			if !yield(i, nil) {
				return
			}
		}
		if err := s.end(); err != nil {
			yield(0, err)
		}
	}
}

func (s *source) numbers(yield func(int) bool) {
	for i := range 3 {
		if !yield(i) {
			return
		}
	}
	s.end()
}

func (s *source) Past(context.Context) (iter.Seq[int], error) { return s.numbers, s.called() }

func (s *source) Topics(context.Context) iter.Seq[int] {
	s.called()
	return s.numbers
}

func (s *source) Live(context.Context) (<-chan int, error) { return s.events, s.called() }

func (s *source) Download(context.Context) (io.ReadCloser, error) {
	return &download{source: s, Reader: strings.NewReader("012")}, s.called()
}

func (s *source) Upload(ctx context.Context) (io.ReadCloser, error) { return s.Download(ctx) }

func (s *source) Get(*http.Request) (*http.Response, error) {
	if err := s.called(); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: s.status, Body: &download{source: s, Reader: strings.NewReader("012")}}, nil
}

func (s *source) Resolve(context.Context) func() (int, error) {
	s.called()
	return func() (int, error) { return 7, s.end() }
}

func (s *source) Subscribe(context.Context) (subscription, error) {
	if err := s.called(); err != nil {
		return nil, err
	}
	return &numbers{source: s}, nil
}

// download is a body that ends as its source says.
type download struct {
	*source
	io.Reader
	closed bool
}

func (d *download) Read(p []byte) (int, error) {
	n, err := d.Reader.Read(p)
	if err == io.EOF {
		if end := d.end(); end != nil {
			err = end
		}
	}
	return n, err
}

func (d *download) Close() error {
	d.closed = true
	return nil
}

type numbers struct {
	*source
	n int
}

func (n *numbers) Recv() (int, error) {
	if n.n == 3 {
		if err := n.end(); err != nil {
			return 0, err
		}
		return 0, io.EOF
	}
	n.n++
	return n.n - 1, nil
}

func (n *numbers) RecvMsg(any) error          { _, err := n.Recv(); return err }
func (n *numbers) CloseAndRecv() (int, error) { return 3, n.end() }
func (n *numbers) Topic() string              { return "numbers" }

func newFeed(next Feed) *GuardedFeed {
	return NewGuardedFeed(next, cb.WithRegistry(new(cb.Registry)))
}

// A stream is a way to take what a method of a Feed streams. It takes so much and, if that is
// not all, goes away, as its consumer may.
type stream struct {
	open  func(ctx context.Context, f Feed) (take func(n int) error, leave func(), err error)
	guard func(f *GuardedFeed) *cb.Guard
	lazy  bool // nothing is held before the first element is taken
}

const all = 100

// looped is a stream that is a loop.
func looped(seq iter.Seq2[int, error]) func(n int) error {
	return func(n int) error {
		for _, err := range seq {
			if err != nil {
				return err
			}
			if n--; n == 0 {
				return nil
			}
		}
		return nil
	}
}

func withoutErrors(seq iter.Seq[int]) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for n := range seq {
			if !yield(n, nil) {
				return
			}
		}
	}
}

func readAll(body io.Reader) func(n int) error {
	return func(n int) error {
		_, err := io.ReadFull(body, make([]byte, n))
		if err == io.ErrUnexpectedEOF || err == io.EOF {
			return nil
		}
		return err
	}
}

func received(recv func() error) func(n int) error {
	return func(n int) error {
		for ; n > 0; n-- {
			if err := recv(); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
		}
		return nil
	}
}

func nothing() {}

var streams = map[string]stream{
	"iter.Seq2": {
		open: func(ctx context.Context, f Feed) (func(int) error, func(), error) {
			return looped(f.Events(ctx)), nothing, nil
		},
		guard: func(f *GuardedFeed) *cb.Guard { return f.events },
		lazy:  true,
	},
	"iter.Seq and error": {
		open: func(ctx context.Context, f Feed) (func(int) error, func(), error) {
			seq, err := f.Past(ctx)
			return looped(withoutErrors(seq)), nothing, err
		},
		guard: func(f *GuardedFeed) *cb.Guard { return f.past },
	},
	"iter.Seq": {
		open: func(ctx context.Context, f Feed) (func(int) error, func(), error) {
			return looped(withoutErrors(f.Topics(ctx))), nothing, nil
		},
		guard: func(f *GuardedFeed) *cb.Guard { return f.topics },
		lazy:  true,
	},
	"body": {
		open: func(ctx context.Context, f Feed) (func(int) error, func(), error) {
			body, err := f.Download(ctx)
			if err != nil {
				return nil, nil, err
			}
			return readAll(body), func() { body.Close() }, nil
		},
		guard: func(f *GuardedFeed) *cb.Guard { return f.download },
	},
	"response": {
		open: func(ctx context.Context, f Feed) (func(int) error, func(), error) {
			req, _ := http.NewRequestWithContext(ctx, "GET", "/", nil)
			resp, err := f.Get(req)
			if err != nil {
				return nil, nil, err
			}
			return readAll(resp.Body), func() { resp.Body.Close() }, nil
		},
		guard: func(f *GuardedFeed) *cb.Guard { return f.get },
	},
	"Recv": {
		open: func(ctx context.Context, f Feed) (func(int) error, func(), error) {
			s, err := f.Subscribe(ctx)
			if err != nil {
				return nil, nil, err
			}
			return received(func() error { _, err := s.Recv(); return err }), nothing, nil
		},
		guard: func(f *GuardedFeed) *cb.Guard { return f.subscribe },
	},
	"RecvMsg": {
		open: func(ctx context.Context, f Feed) (func(int) error, func(), error) {
			s, err := f.Subscribe(ctx)
			if err != nil {
				return nil, nil, err
			}
			return received(func() error { return s.RecvMsg(nil) }), nothing, nil
		},
		guard: func(f *GuardedFeed) *cb.Guard { return f.subscribe },
	},
	"CloseAndRecv": {
		open: func(ctx context.Context, f Feed) (func(int) error, func(), error) {
			s, err := f.Subscribe(ctx)
			if err != nil {
				return nil, nil, err
			}
			return func(int) error { _, err := s.CloseAndRecv(); return err }, nothing, nil
		},
		guard: func(f *GuardedFeed) *cb.Guard { return f.subscribe },
	},
	"future": {
		open: func(ctx context.Context, f Feed) (func(int) error, func(), error) {
			future := f.Resolve(ctx)
			return func(int) error { _, err := future(); return err }, nothing, nil
		},
		guard: func(f *GuardedFeed) *cb.Guard { return f.resolve },
	},
}

// eachStream runs a test for every way to stream, under fake time.
func eachStream(t *testing.T, test func(t *testing.T, s stream)) {
	for name, s := range streams {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, s) })
		})
	}
}

// total is what has become of the only call of the guard, with its slot free.
func total(t *testing.T, g *cb.Guard) cb.Totals {
	t.Helper()
	s := g.Snapshot()
	require.Zero(t, s.InFlight)
	require.Zero(t, s.Totals.RejectedFull)
	return s.Totals
}

func TestStreamHoldsItsSlotUntilItsEnd(t *testing.T) {
	eachStream(t, func(t *testing.T, s stream) {
		f := newFeed(&source{status: 200})
		take, leave, err := s.open(t.Context(), f)
		require.NoError(t, err)
		if s.lazy {
			require.Zero(t, s.guard(f).Snapshot().InFlight)
		} else {
			require.Equal(t, 1, s.guard(f).Snapshot().InFlight)
		}
		time.Sleep(time.Hour)
		require.NoError(t, take(all))
		require.Equal(t, cb.Totals{Successes: 1}, total(t, s.guard(f)))
		leave()
		require.Equal(t, cb.Totals{Successes: 1}, total(t, s.guard(f)), "only once")
	})
}

func TestErrorAtTheEndOfAStreamIsItsOutcome(t *testing.T) {
	eachStream(t, func(t *testing.T, s stream) {
		for err, want := range map[error]cb.Totals{errDown: {Failures: 1}, errNotFound: {Ignored: 1}} {
			f := newFeed(&source{status: 200, err: err})
			if s.guard(f) == f.past || s.guard(f) == f.topics {
				return // they end without an error
			}
			take, leave, opened := s.open(t.Context(), f)
			require.NoError(t, opened)
			require.ErrorIs(t, take(all), err)
			leave()
			require.Equal(t, want, total(t, s.guard(f)))
		}
	})
}

func TestPanicOfAStreamIsAFailure(t *testing.T) {
	eachStream(t, func(t *testing.T, s stream) {
		f := newFeed(&source{status: 200, panics: true})
		take, leave, err := s.open(t.Context(), f)
		require.NoError(t, err)
		require.PanicsWithValue(t, "boom", func() { take(all) })
		leave()
		require.Equal(t, cb.Totals{Failures: 1}, total(t, s.guard(f)))
	})
}

func TestMethodThatFailsStreamsNothing(t *testing.T) {
	eachStream(t, func(t *testing.T, s stream) {
		f := newFeed(&source{now: errDown})
		if s.lazy || s.guard(f) == f.resolve {
			return // they have no error to return
		}
		_, _, err := s.open(t.Context(), f)
		require.ErrorIs(t, err, errDown)
		require.Equal(t, cb.Totals{Failures: 1}, total(t, s.guard(f)))
	})
}

func TestRejectedStreamSaysSo(t *testing.T) {
	eachStream(t, func(t *testing.T, s stream) {
		next := &source{status: 200}
		f := newFeed(next)
		s.guard(f).ForceOpen()
		take, _, err := s.open(t.Context(), f)
		if err == nil {
			err = take(all)
		}
		if s.guard(f) == f.topics {
			require.NoError(t, err, "the fallback answers")
			require.Equal(t, uint64(1), f.topics.Snapshot().Totals.Fallbacks)
		} else {
			require.ErrorIs(t, err, cb.ErrOpen)
		}
		require.Zero(t, next.calls)
	})
}

func TestConsumerThatHasEnoughLeavesASuccess(t *testing.T) {
	for _, name := range []string{"iter.Seq2", "iter.Seq and error", "iter.Seq", "body", "response"} {
		synctest.Test(t, func(t *testing.T) {
			s, f := streams[name], newFeed(&source{status: 200, err: errDown})
			take, leave, err := s.open(t.Context(), f)
			require.NoError(t, err)
			require.NoError(t, take(2))
			leave()
			require.Equal(t, cb.Totals{Successes: 1}, total(t, s.guard(f)))
		})
	}
}

func TestIteratorThatIsNeverRangedOverHoldsNothing(t *testing.T) {
	next := new(source)
	f := newFeed(next)
	f.Events(t.Context())
	f.Topics(t.Context())
	require.Zero(t, next.calls)
	require.Zero(t, total(t, f.events))
}

func TestEachLoopOverALazyIteratorIsACall(t *testing.T) {
	next := new(source)
	f := newFeed(next)
	events := f.Events(t.Context())
	for range 2 {
		require.NoError(t, looped(events)(all))
	}
	require.Equal(t, 2, next.calls)
	require.Equal(t, cb.Totals{Successes: 2}, total(t, f.events))
}

func TestPanicInTheBodyOfALoopIsNotTheDependencys(t *testing.T) {
	f := newFeed(new(source))
	past, err := f.Past(t.Context())
	require.NoError(t, err)
	for _, body := range []func(){
		func() {
			for range f.Events(t.Context()) {
				panic("mine")
			}
		},
		func() {
			for range past {
				panic("mine")
			}
		},
		func() {
			for range f.Topics(t.Context()) {
				panic("mine")
			}
		},
	} {
		require.PanicsWithValue(t, "mine", body)
	}
	require.Equal(t, cb.Totals{Successes: 3}, totals([]*cb.Guard{f.events, f.past, f.topics}))
}

func TestErrorThatEndsALoopCountsAlthoughTheConsumerPanics(t *testing.T) {
	f := newFeed(&source{err: errDown})
	require.Panics(t, func() {
		for _, err := range f.Events(t.Context()) {
			if err != nil {
				panic(err)
			}
		}
	})
	require.Equal(t, cb.Totals{Failures: 1}, total(t, f.events))
}

func TestContextEndsAStreamThatNobodyTakesFrom(t *testing.T) {
	eachStream(t, func(t *testing.T, s stream) {
		if s.lazy {
			return
		}
		ctx, cancel := context.WithCancel(t.Context())
		f := newFeed(&source{status: 200})
		take, _, err := s.open(ctx, f)
		require.NoError(t, err)
		cancel()
		synctest.Wait()
		require.Equal(t, cb.Totals{Cancelled: 1}, total(t, s.guard(f)))
		require.NoError(t, take(all), "what is there can still be taken")
		require.Equal(t, cb.Totals{Cancelled: 1}, total(t, s.guard(f)))
	})
}

func TestForgottenStreamFreesItsSlot(t *testing.T) {
	for name, s := range streams {
		if s.lazy {
			continue
		}
		t.Run(name, func(t *testing.T) {
			f := newFeed(&source{status: 200})
			_, _, err := s.open(t.Context(), f)
			require.NoError(t, err)
			require.Eventually(t, func() bool {
				runtime.GC()
				return s.guard(f).Snapshot().InFlight == 0
			}, 10*time.Second, time.Millisecond)
			require.Equal(t, cb.Totals{Ignored: 1}, total(t, s.guard(f)))
		})
	}
}

func TestChannelIsForwardedToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &source{events: make(chan int, 3)}
		f := newFeed(next)
		events, err := f.Live(t.Context())
		require.NoError(t, err)
		next.events <- 1
		next.events <- 2
		close(next.events)
		time.Sleep(30 * time.Second)
		require.Equal(t, 1, f.live.Snapshot().InFlight)

		var got []int
		for n := range events {
			got = append(got, n)
		}
		require.Equal(t, []int{1, 2}, got)
		synctest.Wait()
		require.Equal(t, cb.Totals{Successes: 1}, total(t, f.live))
	})
}

func TestChannelThatNobodyTakesFromFreesItsSlotAfterAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		next := &source{events: make(chan int, 3)}
		f := newFeed(next)
		events, err := f.Live(ctx)
		require.NoError(t, err)
		time.Sleep(time.Hour)
		require.Equal(t, 1, f.live.Snapshot().InFlight, "it is the dependency that has nothing to say")

		next.events <- 1
		next.events <- 2
		time.Sleep(time.Minute - 1)
		require.Equal(t, 1, <-events)
		time.Sleep(time.Minute - 1)
		require.Equal(t, 1, f.live.Snapshot().InFlight)
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		require.Equal(t, cb.Totals{Ignored: 1}, total(t, f.live))
		require.Equal(t, 2, <-events, "who comes back finds the stream as it was")
		cancel()
	})
}

func TestContextEndsTheForwardingOfAChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		next := &source{events: make(chan int, 3)}
		f := newFeed(next)
		events, err := f.Live(ctx)
		require.NoError(t, err)
		next.events <- 1
		synctest.Wait()
		cancel()
		synctest.Wait()
		_, open := <-events
		require.False(t, open)
		require.Equal(t, cb.Totals{Cancelled: 1}, total(t, f.live))
	})
}

func TestIdleIsTheTimeThatTheConsumerTakesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFeed(new(source))
		body, err := f.Upload(t.Context())
		require.NoError(t, err)
		for range 3 {
			time.Sleep(time.Minute - 1)
			_, err = body.Read(make([]byte, 1))
			require.NoError(t, err)
		}
		require.Equal(t, 1, f.upload.Snapshot().InFlight)
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Equal(t, cb.Totals{Ignored: 1}, total(t, f.upload))

		policies := DefaultFeedPolicies()
		policies.Upload.Stream.Idle = time.Second
		require.NoError(t, f.Apply(policies))
		_, err = f.Upload(t.Context())
		require.NoError(t, err)
		time.Sleep(time.Second)
		synctest.Wait()
		require.Equal(t, uint64(2), total(t, f.upload).Ignored)
	})
}

func TestSlowStreamIsOneWhoseMethodIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := new(source)
		f := newFeed(next)
		for _, next.waits = range []time.Duration{time.Second, 2 * time.Second} {
			body, err := f.Upload(t.Context())
			require.NoError(t, err)
			time.Sleep(30 * time.Second)
			require.NoError(t, readAll(body)(all))
		}
		require.Equal(t, uint64(1), total(t, f.upload).Slow)
	})
}

func TestStatusOfAResponseIsTheOutcomeOfItsBody(t *testing.T) {
	f := newFeed(&source{status: 503})
	req, _ := http.NewRequestWithContext(t.Context(), "GET", "/", nil)
	resp, err := f.Get(req)
	require.NoError(t, err)
	require.Equal(t, 1, f.get.Snapshot().InFlight)
	resp.Body.Close()
	require.Equal(t, cb.Totals{Failures: 1}, total(t, f.get))
}

func TestSubscriptionKeepsItsOtherMethods(t *testing.T) {
	s, err := newFeed(new(source)).Subscribe(t.Context())
	require.NoError(t, err)
	require.Equal(t, "numbers", s.Topic())
}

func TestErrorInTheMiddleOfALoopIsNotTheEnd(t *testing.T) {
	f := newFeed(flaky{new(source)})
	n := 0
	for range f.Events(t.Context()) {
		n++
	}
	require.Equal(t, 3, n)
	require.Equal(t, cb.Totals{Successes: 1}, total(t, f.events))
}

// flaky has an element that is an error among others.
type flaky struct{ *source }

func (flaky) Events(context.Context) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		_ = yield(1, nil) && yield(0, errors.New("one is missing")) && yield(3, nil)
	}
}

// trip opens the breaker of a stream's guard, by its panic.
func trip(t *testing.T, s stream, f *GuardedFeed, next *source) {
	next.panics = true
	take, _, err := s.open(t.Context(), f)
	require.NoError(t, err)
	require.Panics(t, func() { take(all) })
	next.panics = false
	require.Equal(t, cb.Open, s.guard(f).Snapshot().State)
}

func TestProbeThatStreamsHasItsAnswerWhenItBegins(t *testing.T) {
	eachStream(t, func(t *testing.T, s stream) {
		next := &source{status: 200}
		f := newFeed(next)
		if s.lazy {
			return // see below
		}
		trip(t, s, f, next)
		time.Sleep(10 * time.Second)
		take, leave, err := s.open(t.Context(), f)
		require.NoError(t, err)
		require.Equal(t, cb.Closed, s.guard(f).Snapshot().State)
		require.Equal(t, 1, s.guard(f).Snapshot().InFlight)
		time.Sleep(time.Hour)
		require.NoError(t, take(all))
		leave()
		got := s.guard(f).Snapshot()
		require.Equal(t, cb.Closed, got.State)
		require.Zero(t, got.InFlight)
		require.Equal(t, cb.Totals{Successes: 1, Failures: 1, Probes: 1}, got.Totals)
	})
}

func TestProbeThatIsALoopHasItsAnswerWithTheFirstElement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := new(source)
		f := newFeed(next)
		trip(t, streams["iter.Seq2"], f, next)
		time.Sleep(10 * time.Second)
		for range f.Events(t.Context()) {
			require.Equal(t, cb.Closed, f.events.Snapshot().State)
			require.Equal(t, 1, f.events.Snapshot().InFlight)
		}
		require.Equal(t, cb.Totals{Successes: 1, Failures: 1, Probes: 1}, total(t, f.events))
	})
}

func TestProbeWhoseStatusIsAFailureOpensAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &source{status: 503}
		f := newFeed(next)
		for range 2 {
			req, _ := http.NewRequestWithContext(t.Context(), "GET", "/", nil)
			resp, err := f.Get(req)
			require.NoError(t, err)
			require.NotEqual(t, cb.Open, f.get.Snapshot().State)
			resp.Body.Close()
			require.Equal(t, cb.Open, f.get.Snapshot().State)
			time.Sleep(10 * time.Second)
		}
	})
}
