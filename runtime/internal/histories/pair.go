package histories

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing/synctest"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/internal/model"
)

var errDown = errors.New("the dependency is down")

// A pair is the runtime and the model, side by side.
type pair struct {
	setup   Setup
	made    time.Time
	breaker *model.Breaker
	guards  []twin
	begun   int
	flights []*flight // admitted and not ended, oldest first
	waiters []*flight // oldest first
}

// A twin is one guard twice.
type twin struct {
	real  *cb.Guard
	model *model.Guard
}

func newPair(s Setup) *pair {
	now := time.Now()
	client := cb.NewClient("Client", struct{}{}, cb.WithRegistry(new(cb.Registry)))
	p := &pair{setup: s, made: now, breaker: model.NewBreaker(s.Policies[0].Breaker, now)}
	for i, policy := range s.Policies {
		p.guards = append(p.guards, twin{
			client.Guard(fmt.Sprintf("Method%d", i), policy, cb.Timed),
			model.NewGuard(p.breaker, policy.Bulkhead, policy.Timeout),
		})
	}
	return p
}

// begin asks both for admission. Only if it has to wait does the call get a goroutine.
func (p *pair) begin(f *flight, now time.Time) ([]model.Answer, error) {
	f.ctx, f.hangUp = context.WithCancel(context.Background())
	answer := f.guard.model.Begin(f.id, now)
	if answer.Verdict == model.Waiting {
		f.waits = true
		p.waiters = append(p.waiters, f)
		go f.begin()
		return nil, nil
	}
	f.begin()
	if waited := time.Since(now); waited != 0 {
		return nil, fmt.Errorf("began after %v, want %v at once", waited, answer.Verdict)
	}
	p.waiters = append(p.waiters, f)
	return []model.Answer{answer}, nil
}

// settle compares the answers to the calls that asked for admission, now or before.
func (p *pair) settle(answers []model.Answer) error {
	if slices.ContainsFunc(p.waiters, func(f *flight) bool { return f.waits }) {
		synctest.Wait()
	}
	waiters := p.waiters
	p.waiters = nil
	for i, f := range waiters {
		want := model.Answer{ID: f.id, Verdict: model.Waiting}
		if n := slices.IndexFunc(answers, func(a model.Answer) bool { return a.ID == f.id }); n >= 0 {
			want = answers[n]
		}
		if got := f.answer(); got != want {
			p.waiters = append(p.waiters, waiters[i:]...) // their contexts are still to be cancelled
			return fmt.Errorf("call %d: %v, want %v", f.id, got, want)
		}
		switch want.Verdict {
		case model.Waiting:
			p.waiters = append(p.waiters, f)
		case model.Admitted:
			p.flights = append(p.flights, f)
		default:
			f.hangUp()
		}
	}
	return nil
}

// hangUp lets go of everything, so that the bubble can end after a mismatch too.
func (p *pair) hangUp() {
	for _, f := range slices.Concat(p.flights, p.waiters) {
		f.hangUp()
	}
}
