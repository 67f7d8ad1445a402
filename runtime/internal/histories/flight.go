package histories

import (
	"context"
	"errors"
	"fmt"
	"testing/synctest"
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
	call  cb.TimedCall
	err   error
}

func (f *flight) begin() {
	f.call, f.err = f.guard.real.BeginTimed(f.ctx)
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
		synctest.Wait() // a timeout that expires at this moment was first
		f.hangUp()
	}
	err, outcome, say := error(nil), model.Success, f.call.Return
	switch s.Op {
	case ReturnError:
		err, outcome = errDown, model.Failure
	case ReturnCancelled:
		err = fmt.Errorf("call: %w", context.Canceled)
		say = nth([]func(error){f.call.Return, f.call.Ignore, f.call.Succeed, f.call.Fail}, s.To)
		outcome = nth([]model.Outcome{model.Failure, model.Ignored, model.Success, model.Failure}, s.To) // a timeout of the client's own
		if f.ctx.Err() != nil {
			outcome = model.Cancelled
		}
	case ReturnIgnored:
		err, outcome, say = errDown, model.Ignored, f.call.Ignore
	case ReturnAccepted:
		err, outcome, say = errDown, model.Success, f.call.Succeed
	case ReturnRefused:
		outcome, say = model.Failure, f.call.Fail
	}
	say(err)
	return f.guard.model.Return(f.id, outcome, now)
}
