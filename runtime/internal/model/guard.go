package model

import (
	"slices"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A Guard is the breaker, the bulkhead and the timeout of one method.
type Guard struct {
	breaker  *Breaker
	bulkhead *Bulkhead
	timeout  time.Duration
	limits   map[int]time.Time // of the calls with a timeout: when it expires
	returned []int             // calls that have not ended
	totals   cb.Totals
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

// NewGuard is a guard with this bulkhead and timeout; the breaker may be that of other guards as well.
func NewGuard(breaker *Breaker, bulkhead cb.Bulkhead, timeout time.Duration) *Guard {
	return &Guard{breaker: breaker, bulkhead: NewBulkhead(bulkhead), timeout: timeout, limits: make(map[int]time.Time)}
}

// Begin is a call that asks for admission.
func (g *Guard) Begin(id int, now time.Time) Answer {
	if !g.breaker.Admit(id, now) {
		return g.rejectOpen(id, now)
	}
	if g.bulkhead.Take(id) {
		return g.admit(id, now)
	}
	g.breaker.Withdraw(id)
	if g.bulkhead.wait(id, now) {
		return Answer{ID: id, Verdict: Waiting}
	}
	return g.rejectFull(id)
}

// admit is for a call that has both, the breaker's leave and a slot.
func (g *Guard) admit(id int, now time.Time) Answer {
	if g.breaker.Ignores(id) {
		g.totals.WouldReject++
	}
	if g.timeout != 0 {
		g.limits[id] = now.Add(g.timeout)
	}
	return Answer{ID: id, Verdict: Admitted}
}

// Return is a call's method that returns. Only the first time counts. The answers are for
// calls that have waited until now.
func (g *Guard) Return(id int, outcome Outcome, now time.Time) []Answer {
	if slices.Contains(g.returned, id) {
		return nil
	}
	g.returned = append(g.returned, id)
	if g.isTooLate(id, now) && outcome != Cancelled {
		outcome = Failure
	}
	probe := g.breaker.IsProbe(id)
	slow, late := g.breaker.Settle(id, outcome, now)
	Count(&g.totals, outcome, slow, late, probe)
	g.bulkhead.Free(id)
	return g.admitWaiters(now)
}

// isTooLate reports whether the call's timeout has expired. Its caller hangs up when it returns,
// if at all, which is no earlier.
func (g *Guard) isTooLate(id int, now time.Time) bool {
	limit, ok := g.limits[id]
	return ok && !now.Before(limit)
}

// admitWaiters gives free slots to those who wait: a slot goes from one to the next for as
// long as the breaker rejects.
func (g *Guard) admitWaiters(now time.Time) []Answer {
	var answers []Answer
	for {
		next, ok := g.bulkhead.next()
		if !ok {
			return answers
		}
		if g.breaker.Admit(next, now) {
			answers = append(answers, g.admit(next, now))
		} else {
			answers = append(answers, g.rejectOpen(next, now))
			g.bulkhead.Free(next)
		}
	}
}

// Count adds a call to the totals.
func Count(t *cb.Totals, outcome Outcome, slow, late, probe bool) {
	switch outcome {
	case Success:
		t.Successes++
	case Failure:
		t.Failures++
	case Ignored:
		t.Ignored++
	case Cancelled:
		t.Cancelled++
	}
	if slow {
		t.Slow++
	}
	if late {
		t.Late++
	}
	if probe {
		t.Probes++
	}
}

// End is the end of a call, which has failed if it did not return.
func (g *Guard) End(id int, now time.Time) []Answer {
	answers := g.Return(id, Failure, now)
	g.returned = slices.DeleteFunc(g.returned, func(other int) bool { return other == id })
	return answers
}

// HangUp is a waiter whose context is done.
func (g *Guard) HangUp(id int) Answer {
	g.bulkhead.leave(id)
	return Answer{ID: id, Verdict: HungUp}
}

// Expire is time that has passed: it answers the calls that have waited for as long as they may.
func (g *Guard) Expire(now time.Time) []Answer {
	var answers []Answer
	for _, id := range g.bulkhead.expire(now) {
		answers = append(answers, g.rejectFull(id))
	}
	return answers
}

func (g *Guard) rejectOpen(id int, now time.Time) Answer {
	g.totals.RejectedOpen++
	return Answer{ID: id, Verdict: RejectedOpen, RetryAfter: g.breaker.RetryAfter(now)}
}

func (g *Guard) rejectFull(id int) Answer {
	g.totals.RejectedFull++
	return Answer{ID: id, Verdict: RejectedFull}
}
