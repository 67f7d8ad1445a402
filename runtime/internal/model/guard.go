package model

import (
	"slices"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A Guard is the breaker and the bulkhead of one method.
type Guard struct {
	breaker  *Breaker
	bulkhead cb.Bulkhead

	inFlight []int // the calls that have not ended
	returned []int // those of them that have returned
	queue    []waiter
	totals   cb.Totals
}

// A waiter is a call that waits for a slot.
type waiter struct {
	id    int
	until time.Time
}

// A Verdict is what becomes of a call that asks for admission.
type Verdict string

const (
	Admitted     Verdict = "admitted"
	RejectedOpen Verdict = "rejected: open"
	RejectedFull Verdict = "rejected: full"
	HungUp       Verdict = "hung up" // while it waited
	Waiting      Verdict = "waiting"
)

// An Answer is the verdict on one call.
type Answer struct {
	ID         int
	Verdict    Verdict
	RetryAfter time.Duration // of a rejection
}

// NewGuard is a guard with this bulkhead; the breaker may be that of other guards as well.
func NewGuard(breaker *Breaker, bulkhead cb.Bulkhead) *Guard {
	return &Guard{breaker: breaker, bulkhead: bulkhead}
}

// Begin is a call that asks for admission.
func (g *Guard) Begin(id int, now time.Time) Answer {
	if !g.breaker.Admit(id, now) {
		return g.rejectOpen(id, now)
	}
	if g.slotFree() && len(g.queue) == 0 {
		g.inFlight = append(g.inFlight, id)
		return Answer{ID: id, Verdict: Admitted}
	}
	g.breaker.Withdraw(id)
	if g.bulkhead.Wait == 0 || g.bulkhead.Queue != 0 && len(g.queue) == g.bulkhead.Queue {
		return g.rejectFull(id)
	}
	g.queue = append(g.queue, waiter{id, now.Add(g.bulkhead.Wait)})
	return Answer{ID: id, Verdict: Waiting}
}

// Return is a call's method that returns. Only the first time counts.
func (g *Guard) Return(id int, outcome Outcome, now time.Time) {
	if slices.Contains(g.returned, id) {
		return
	}
	g.returned = append(g.returned, id)
	slow, late := g.breaker.Settle(id, outcome, now)
	switch outcome {
	case Success:
		g.totals.Successes++
	case Failure:
		g.totals.Failures++
	case Cancelled:
		g.totals.Cancelled++
	}
	if slow {
		g.totals.Slow++
	}
	if late {
		g.totals.Late++
	}
}

// End is the end of a call, which has failed if it did not return. The answers are for
// calls that have waited until now.
func (g *Guard) End(id int, now time.Time) []Answer {
	g.Return(id, Failure, now)
	g.inFlight = without(g.inFlight, id)
	g.returned = without(g.returned, id)

	var answers []Answer
	for len(g.queue) > 0 && g.slotFree() {
		first := g.queue[0].id
		g.queue = g.queue[1:]
		if g.breaker.Admit(first, now) {
			g.inFlight = append(g.inFlight, first)
			answers = append(answers, Answer{ID: first, Verdict: Admitted})
		} else {
			answers = append(answers, g.rejectOpen(first, now))
		}
	}
	return answers
}

// HangUp is a waiter whose context is done.
func (g *Guard) HangUp(id int) Answer {
	g.queue = slices.DeleteFunc(g.queue, func(w waiter) bool { return w.id == id })
	return Answer{ID: id, Verdict: HungUp}
}

// Expire is time that has passed: it answers the calls that have waited for as long as they may.
func (g *Guard) Expire(now time.Time) []Answer {
	var answers []Answer
	for len(g.queue) > 0 && !now.Before(g.queue[0].until) {
		answers = append(answers, g.rejectFull(g.queue[0].id))
		g.queue = g.queue[1:]
	}
	return answers
}

func (g *Guard) slotFree() bool {
	return g.bulkhead.Max == 0 || len(g.inFlight) < g.bulkhead.Max
}

func (g *Guard) rejectOpen(id int, now time.Time) Answer {
	g.totals.RejectedOpen++
	return Answer{ID: id, Verdict: RejectedOpen, RetryAfter: g.breaker.retryAfter(now)}
}

func (g *Guard) rejectFull(id int) Answer {
	g.totals.RejectedFull++
	return Answer{ID: id, Verdict: RejectedFull}
}

func without(ids []int, id int) []int {
	return slices.DeleteFunc(ids, func(other int) bool { return other == id })
}
