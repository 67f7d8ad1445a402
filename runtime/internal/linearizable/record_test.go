package linearizable

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/anishathalye/porcupine"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/internal/histories"
	"github.com/cbgen/cbgen/runtime/internal/model"
)

var errDown = errors.New("the dependency is down")

// A recorder makes guards, has goroutines use them, and writes down what happened.
type recorder struct {
	setup   histories.Setup
	made    time.Time
	guards  []*cb.Guard
	failing int          // of ten
	clock   atomic.Int64 // stamps
	ids     atomic.Int64 // of calls
	history []porcupine.Operation
}

// record is a history of these guards. Goroutines use them all at once, in phases between
// which time passes: while they run the clock of the bubble stands still.
func record(t *testing.T, setup histories.Setup, rnd *rand.Rand) (history []porcupine.Operation, made time.Time) {
	synctest.Test(t, func(*testing.T) {
		r := newRecorder(setup, rnd)
		r.run(rnd)
		history, made = r.history, r.made
	})
	return history, made
}

func newRecorder(setup histories.Setup, rnd *rand.Rand) *recorder {
	r := &recorder{setup: setup, made: time.Now(), failing: 1 + rnd.IntN(9)}
	client := cb.NewClient("Client", struct{}{}, cb.WithRegistry(new(cb.Registry)))
	for i, p := range setup.Policies {
		r.guards = append(r.guards, client.Guard("Method"+strconv.Itoa(i), p, cb.Timed))
	}
	return r
}

func (r *recorder) run(rnd *rand.Rand) {
	const atMost = 48 // steps of all goroutines in all phases together
	workers := make([]*worker, 2+rnd.IntN(7))
	phases := 1 + rnd.IntN(6)
	each := max(1, atMost/phases/len(workers))

	// The workers keep their goroutines: a call is for the goroutine that began it.
	together := &gate{parties: int64(len(workers))}
	var phase, all sync.WaitGroup
	for i := range workers {
		w := &worker{recorder: r, number: i, rnd: rand.New(rand.NewPCG(rnd.Uint64(), rnd.Uint64())), start: make(chan struct{})}
		workers[i] = w
		all.Go(func() {
			for range w.start {
				for range each {
					together.pass()
					w.step()
				}
				phase.Done()
			}
		})
	}
	for range phases {
		phase.Add(len(workers))
		for _, w := range workers {
			w.start <- struct{}{}
		}
		phase.Wait()
		r.pass(r.timeToPass(rnd))
	}
	for _, w := range workers {
		close(w.start)
	}
	all.Wait()

	for _, w := range workers {
		r.history = append(r.history, w.history...)
	}
	for i, g := range r.guards {
		r.alone(step{kind: total, guard: i}, g.Snapshot().Totals)
	}
}

// timeToPass is a few ticks, or until the breaker lets a call probe.
func (r *recorder) timeToPass(rnd *rand.Rand) time.Duration {
	ticks := time.Duration(1 + rnd.IntN(20))
	if s := r.guards[0].Snapshot(); s.State == cb.Open && !s.ProbeDue && rnd.IntN(4) > 0 {
		ticks = (time.Until(s.NextProbe) + r.setup.Tick - 1) / r.setup.Tick
	}
	return min(ticks*r.setup.Tick, 1000*time.Hour/r.setup.Tick*r.setup.Tick)
}

func (r *recorder) pass(d time.Duration) {
	time.Sleep(d)
	r.alone(step{kind: sleep, now: time.Now()}, none{})
}

// alone writes down what happens while no worker runs.
func (r *recorder) alone(s step, output any) {
	call := r.clock.Add(1)
	r.history = append(r.history, porcupine.Operation{Input: s, Call: call, Output: output, Return: r.clock.Add(1)})
}

// A worker is one goroutine with its calls in flight.
type worker struct {
	*recorder
	number  int
	rnd     *rand.Rand
	start   chan struct{} // of each phase
	flights []*flight
	history []porcupine.Operation
}

type flight struct {
	id, guard int
	call      cb.Call
	hangUp    context.CancelFunc
	ctx       context.Context
}

func (w *worker) step() {
	switch n := w.rnd.IntN(20); {
	case n < 2:
		w.look()
	case n < 4:
		w.state()
	case n == 4 && len(w.setup.Others) > 0:
		w.change()
	case n < 12 || len(w.flights) == 0:
		w.begin()
	default:
		w.finish()
	}
}

// write puts the steps of what took from call until now into the history.
func (w *worker) write(call int64, output any, s step) {
	w.history = append(w.history, porcupine.Operation{
		ClientId: w.number, Input: s, Call: call, Output: output, Return: w.clock.Add(1),
	})
}

func (w *worker) look() {
	call := w.clock.Add(1)
	s := w.guards[w.rnd.IntN(len(w.guards))].Snapshot()
	w.write(call, model.See(s), step{kind: look})
}

func (w *worker) state() {
	call := w.clock.Add(1)
	now := w.guards[w.rnd.IntN(len(w.guards))].State()
	w.write(call, now, step{kind: state})
}

// change is a manual state, or another policy.
func (w *worker) change() {
	guard := w.rnd.IntN(len(w.guards))
	g := w.guards[guard]
	if w.rnd.IntN(2) == 0 {
		o := histories.Overrides[w.rnd.IntN(len(histories.Overrides))]
		call := w.clock.Add(1)
		o.Set(g)
		w.write(call, none{}, step{kind: override, to: o.State})
		return
	}
	policy := w.setup.Others[w.rnd.IntN(len(w.setup.Others))]
	call := w.clock.Add(1)
	if err := g.Apply(policy); err != nil {
		panic(err)
	}
	w.write(call, none{}, step{kind: apply, policy: policy.Breaker})
}

func (w *worker) begin() {
	f := &flight{id: int(w.ids.Add(1)), guard: w.rnd.IntN(len(w.guards))}
	f.ctx, f.hangUp = context.WithCancel(context.Background())
	var err error
	s := step{id: f.id, guard: f.guard}
	as := func(k kind) step { s.kind = k; return s }

	call := w.clock.Add(1)
	f.call, err = w.guards[f.guard].Begin(f.ctx)
	bounded := w.setup.Policies[f.guard].Bulkhead.Max != 0
	var rejected *cb.RejectedError
	switch {
	case errors.Is(err, cb.ErrOpen):
		f.hangUp()
		errors.As(err, &rejected)
		w.write(call, answer{retryAfter: rejected.RetryAfter()}, as(ask))
	case errors.Is(err, cb.ErrBulkheadFull):
		f.hangUp()
		w.write(call, answer{admitted: true}, as(ask))
		w.write(call, slot(false), as(take))
		w.write(call, none{}, as(withdraw))
	default:
		w.flights = append(w.flights, f)
		w.write(call, answer{admitted: true}, as(ask))
		if bounded {
			w.write(call, slot(true), as(take))
		}
	}
}

func (w *worker) finish() {
	i := w.rnd.IntN(len(w.flights))
	f := w.flights[i]
	w.flights = slices.Delete(w.flights, i, i+1)
	s := step{kind: settle, id: f.id, guard: f.guard}
	var err error
	say := f.call.Return
	switch {
	case w.rnd.IntN(8) == 0:
		f.hangUp()
		err = f.ctx.Err()
		s.outcome = model.Cancelled
	case w.rnd.IntN(10) < w.failing:
		err = errDown
		s.outcome = model.Failure
	case w.rnd.IntN(6) == 0:
		err = errDown
		say, s.outcome = f.call.Ignore, model.Ignored
	}

	call := w.clock.Add(1)
	say(err)
	f.call.End()
	f.hangUp()
	w.write(call, none{}, s)
	if w.setup.Policies[f.guard].Bulkhead.Max != 0 {
		w.write(call, none{}, step{kind: free, id: f.id, guard: f.guard})
	}
}
