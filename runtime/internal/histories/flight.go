package histories

import (
	"context"
	"errors"
	"fmt"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/internal/model"
)

// A flight is one call from its Begin to its End.
type flight struct {
	id     int
	guard  twin
	ctx    context.Context
	hangUp context.CancelFunc

	waits bool          // has a goroutine of its own, until the runtime has answered
	begun chan struct{} // closed when the runtime's Begin has returned, with:
	call  cb.Call
	err   error
}

func (f *flight) begin() {
	f.call, f.err = f.guard.real.Begin(f.ctx)
	close(f.begun)
}

// answer is what the runtime has answered until now.
func (f *flight) answer() model.Answer {
	select {
	case <-f.begun:
	default:
		return model.Answer{ID: f.id, Verdict: model.Waiting}
	}
	a := model.Answer{ID: f.id}
	var rejected *cb.RejectedError
	switch {
	case f.err == nil:
		a.Verdict = model.Admitted
	case errors.Is(f.err, cb.ErrOpen):
		a.Verdict = model.RejectedOpen
	case errors.Is(f.err, cb.ErrBulkheadFull):
		a.Verdict = model.RejectedFull
	case f.err == f.ctx.Err():
		a.Verdict = model.HungUp
	default:
		a.Verdict = model.Verdict(f.err.Error())
	}
	if errors.As(f.err, &rejected) {
		a.RetryAfter = rejected.RetryAfter()
	}
	return a
}

// returns lets the method return in both.
func (f *flight) returns(s Step, now time.Time) []model.Answer {
	if s.HungUp {
		f.hangUp()
	}
	err, outcome := error(nil), model.Success
	switch {
	case s.Op == ReturnError:
		err, outcome = errDown, model.Failure
	case s.Op == ReturnCancelled && f.ctx.Err() != nil:
		err, outcome = fmt.Errorf("call: %w", context.Canceled), model.Cancelled
	case s.Op == ReturnCancelled:
		err, outcome = fmt.Errorf("call: %w", context.Canceled), model.Failure // a timeout of the client's own
	}
	f.call.Return(err)
	return f.guard.model.Return(f.id, outcome, now)
}
