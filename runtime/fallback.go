package runtime

import "errors"

// Rejected reports whether the error that [Guard.Begin] returned says that the call was not
// admitted. It is false for nil, and for the error of a context that was done while the call
// waited.
func (g *Guard) Rejected(err error) bool {
	_, ok := err.(*RejectedError)
	return ok
}

// A Fallback is one call of a method's fallback, which answers in place of the method:
//
//	fallback := guard.Fallback()
//	defer fallback.End()
//
//	err = answerInstead(ctx, cause)
//	fallback.Return(err)
//	return err
//
// It is counted, and has no other influence.
type Fallback struct {
	guard *Guard // nil once it is over
}

// Fallback begins a call of the fallback. No slot is held meanwhile.
func (g *Guard) Fallback() Fallback {
	g.fallbacks.add(1)
	return Fallback{g}
}

// Return says that the fallback has returned, with this error or nil.
func (f *Fallback) Return(err error) {
	if err == nil {
		f.guard = nil
	}
	f.End()
}

// End is to be deferred: without a Return before it, the fallback has panicked or left by
// Goexit, which counts as its failure.
func (f *Fallback) End() {
	if f.guard != nil {
		f.guard.fallbackFailures.Add(1)
		f.guard = nil
	}
}

// ErrFailed is the cause that a fallback is given where the method returned no error, but
// results that count as a failure.
var ErrFailed = errors.New("the result counts as a failure")

// CauseOf is why a fallback is asked after a failure: the method's error, or [ErrFailed].
func CauseOf(err error) error {
	if err == nil {
		return ErrFailed
	}
	return err
}
