package runtime

// StreamSeq is an iterator whose end, in its first loop, ends the call: with a success, also if
// the loop is left early.
func StreamSeq[T any](call *StreamCall, seq func(yield func(T) bool), ended func(error)) func(yield func(T) bool) {
	consumer := call.Consumer(ended)
	return func(yield func(T) bool) { RangeSeq(consumer.call, seq, yield, consumer.end) }
}

// StreamSeq2 is StreamSeq for an iterator whose elements come with an error. The last error, or
// nil, is that of the call.
func StreamSeq2[T any](call *StreamCall, seq func(yield func(T, error) bool), ended func(error)) func(yield func(T, error) bool) {
	consumer := call.Consumer(ended)
	return func(yield func(T, error) bool) { RangeSeq2(consumer.call, seq, yield, consumer.end) }
}

// RangeSeq is one loop over an iterator, which is one call.
func RangeSeq[T any](call *StreamCall, seq func(yield func(T) bool), yield func(T) bool, ended func(error)) {
	l := newLoop(call, ended)
	defer l.leave()
	seq(func(value T) bool {
		l.enterBody(nil)
		more := yield(value)
		l.leaveBody()
		return more
	})
	l.returned = true
}

// RangeSeq2 is RangeSeq for an iterator whose elements come with an error.
func RangeSeq2[T any](call *StreamCall, seq func(yield func(T, error) bool), yield func(T, error) bool, ended func(error)) {
	l := newLoop(call, ended)
	defer l.leave()
	seq(func(value T, err error) bool {
		l.enterBody(err)
		more := yield(value, err)
		l.leaveBody()
		return more
	})
	l.returned = true
}

// YieldError is a loop over an error alone: how an iterator reports a rejection.
func YieldError[T any](yield func(T, error) bool, err error) {
	var none T
	yield(none, err)
}

// A loop runs over an iterator. It knows whose turn it is, since a panic in the body of the loop
// comes through the iterator too, and is not the dependency's.
type loop struct {
	call     *StreamCall
	ended    func(error)
	last     error // of the latest element
	arrived  bool  // the call does not wait for the first element
	inBody   bool
	returned bool
}

func newLoop(call *StreamCall, ended func(error)) loop {
	if call.kept { // and so the consumer's turn, until now
		call.take()
	}
	return loop{call: call, ended: ended, arrived: call.kept}
}

func (l *loop) enterBody(err error) {
	if !l.arrived {
		l.call.arrived(err, l.ended)
	}
	l.arrived, l.inBody, l.last = true, true, err
	l.call.rest()
}

func (l *loop) leaveBody() {
	l.call.take()
	l.inBody = false
}

func (l *loop) leave() {
	if l.returned || l.inBody {
		l.ended(l.last)
		return
	}
	l.call.fall()
}
