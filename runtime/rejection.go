package runtime

import (
	"errors"
	"time"
)

var (
	// ErrOpen is matched by the rejections of a breaker that is open, or half-open with
	// all of its probes under way.
	ErrOpen = errors.New("circuit breaker is open")
	// ErrBulkheadFull is matched by the rejections of a bulkhead that has no slot free,
	// and none that came free within the policy's wait.
	ErrBulkheadFull = errors.New("bulkhead is full")
)

// A RejectedError is the error of a call that was not admitted: the wrapped client never
// saw it. It matches [ErrOpen] or [ErrBulkheadFull] with [errors.Is].
//
// Rejections of one guard for one cause share a value, so that rejecting allocates
// nothing: do not change it.
type RejectedError struct {
	Guard  string // the guard's name, such as PaymentClient.Charge
	Reason error  // ErrOpen or ErrBulkheadFull

	cause *generation // why the breaker rejected; nil when the bulkhead did
}

func (e *RejectedError) Error() string { return e.Guard + ": " + e.Reason.Error() }

// Unwrap is the reason, for [errors.Is].
func (e *RejectedError) Unwrap() error { return e.Reason }

// RetryAfter is how long it is, from now, until the breaker that rejected lets a call
// probe. It is zero where that moment has come, and where nobody knows it: the bulkhead
// was full, all probes were under way, or the breaker was forced open by hand.
func (e *RejectedError) RetryAfter() time.Duration {
	if e.cause == nil {
		return 0
	}
	return max(0, e.cause.probeAt.sub(now()))
}

// rejectOpen is the guard's error in that generation, made when the guard first meets it.
func (g *Guard) rejectOpen(gen *generation) *RejectedError {
	g.rejectedOpen.add(1)
	if e := g.lastOpen.Load(); e != nil && e.cause == gen {
		return e
	}
	e := &RejectedError{Guard: g.name, Reason: ErrOpen, cause: gen}
	g.lastOpen.Store(e)
	return e
}

// rejectFull is the guard's error for a full bulkhead, made when the guard first meets it.
func (g *Guard) rejectFull() *RejectedError {
	g.rejectedFull.add(1)
	if e := g.lastFull.Load(); e != nil {
		return e
	}
	e := &RejectedError{Guard: g.name, Reason: ErrBulkheadFull}
	g.lastFull.Store(e)
	return e
}
