package runtime

import "errors"

// These are Return for a method whose policy says what its results mean. Each of them says
// that the method has returned, with this error or nil. Only the first of all counts.

// Ignore is for a result from which nothing can be learnt about the dependency: no window
// counts it, and a probe gives its admission back. As in [Call.Return], an error that says that
// the caller hung up counts as cancelled; so it does in [Call.Succeed] and [Call.Fail].
func (c *Call) Ignore(err error) { c.classify(ignored, err) }

// Succeed is for a result that is a success, whatever else the error says.
func (c *Call) Succeed(err error) {
	if err != nil && success.unlessCancelled(c.ctx, err) == cancelled {
		c.classify(cancelled, err)
		return
	}
	c.Return(nil)
}

// Fail is for a result that is a failure, although the error may be nil.
func (c *Call) Fail(err error) { c.classify(failure, CauseOf(err)) }

func (c *Call) classify(o outcome, err error) { c.over(o.unlessCancelled(c.ctx, err), CauseOf(err)) }

// over gives the call its outcome, unless it has one.
func (c *Call) over(o outcome, err error) {
	if c.cell != none {
		c.finish(o, err)
	}
}

// Failed reports whether the call is over and has counted as a failure.
func (c *Call) Failed() bool { return c.cell == none && c.start == hasFailed }

// Rejected reports whether there was no call, since the guard has rejected it.
func (c *Call) Rejected() bool { return c.cell == none && c.start == wasRejected }

// These stand in place of the start of a call that is over.
const (
	hasFailed   instant = -1
	wasRejected instant = -2
)

// HasType reports whether there is an error of that type in the tree of err, as [errors.As]
// finds it. It allocates nothing.
func HasType[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}
