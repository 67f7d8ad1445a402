package runtime

import "io"

// StreamBody is a body whose end ends the call: [io.EOF] is a success, another error of Read the
// call's, and Close before any of these a success. It is an [io.Writer] and an [io.WriterTo] if
// the body is: an HTTP response that switches protocols has a body to write to. If the body is
// nil, so is the result, and the call is over.
func StreamBody(call *StreamCall, next io.ReadCloser, ended func(error)) io.ReadCloser {
	if next == nil {
		ended(nil)
		return nil
	}
	b := body{call.Consumer(ended), next}
	_, writes := next.(io.Writer)
	_, writesTo := next.(io.WriterTo)
	switch {
	case writes && writesTo:
		return struct {
			body
			bodyWriter
			bodyWriterTo
		}{b, bodyWriter{b}, bodyWriterTo{b}}
	case writes:
		return struct {
			body
			bodyWriter
		}{b, bodyWriter{b}}
	case writesTo:
		return struct {
			body
			bodyWriterTo
		}{b, bodyWriterTo{b}}
	default:
		return b
	}
}

type body struct {
	consumer *Consumer
	next     io.ReadCloser
}

func (b body) Read(p []byte) (n int, err error) {
	err = b.consumer.Receive(func() (err error) {
		n, err = b.next.Read(p)
		return err
	})
	return n, err
}

// Close is the consumer's will: a Read that it interrupts is no failure.
func (b body) Close() (err error) {
	defer func() { err = b.next.Close() }() // also if the outcome panics
	b.consumer.done()
	return nil
}

type bodyWriter struct{ to body }

func (w bodyWriter) Write(p []byte) (int, error) {
	w.to.consumer.call.take()
	defer w.to.consumer.call.rest()
	return w.to.next.(io.Writer).Write(p)
}

type bodyWriterTo struct{ from body }

// WriteTo reads all there is. An error of w's is not the dependency's, nor is its panic.
func (w bodyWriterTo) WriteTo(to io.Writer) (int64, error) {
	s := &sink{consumer: w.from.consumer, to: to}
	defer s.leave()
	s.consumer.call.take()
	n, err := w.from.next.(io.WriterTo).WriteTo(s)
	s.returned = true
	if err != nil && !s.failed {
		s.consumer.end(err)
	} else {
		s.consumer.done()
	}
	return n, err
}

// A sink is where a body writes itself to.
type sink struct {
	consumer *Consumer
	to       io.Writer
	failed   bool // to has, with the latest Write
	inWrite  bool
	returned bool
}

func (s *sink) Write(p []byte) (int, error) {
	s.inWrite = true
	s.consumer.call.rest()
	n, err := s.to.Write(p)
	s.consumer.call.take()
	s.inWrite, s.failed = false, err != nil || n < len(p)
	return n, err
}

func (s *sink) leave() {
	switch {
	case s.returned:
	case s.inWrite:
		s.consumer.done()
	default:
		s.consumer.call.fall()
	}
}
