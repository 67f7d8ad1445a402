package generator

import (
	"cmp"
	"go/types"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A streamUse is the result of a method that its consumer takes things from after the method has
// returned.
type streamUse struct {
	kind   streamKind
	result int // its index
}

type streamKind int

const (
	bodyStream     streamKind = iota // io.ReadCloser
	responseStream                   // *http.Response, whose Body it is
	chanStream                       // <-chan T
	seqStream                        // iter.Seq[T]
	seq2Stream                       // iter.Seq2[T, error]
	futureStream                     // func() (T, error)
	recvStream                       // an interface with Recv() (T, error), or CloseAndRecv
)

// findStream gives the method its stream, if the directive applies to it: a default of the
// interface's is for those of its methods that stream.
func (r *resolver) findStream(m *method, d *directive) {
	if d == nil || d.off.IsValid() || d.wrong {
		return
	}
	streams := streamsOf(m)
	own, isAlone := r.isOwn(m, d), m.signature().Results().Len() == 1
	switch {
	case len(streams) > 1:
		r.add(d.pos, "%s%s returns %d streams, and a call lasts until one is over: return one, from a method for each%s",
			r.inMethod(m, d), m.name(), len(streams), r.orOff(m, d))
	case len(streams) == 1 && (isAlone || m.reportsErrors()):
		m.stream = streams[0]
	case len(streams) == 1 && own:
		r.add(d.pos, "%s returns more than what it streams, but no error as the last of its results: add an error, or remove the others", m.name())
	case own:
		r.add(d.pos, "%s has no result that streams: stream is for io.ReadCloser, *http.Response, <-chan T, iter.Seq[T], iter.Seq2[T, error], "+
			"func() (T, error), and named interfaces with a method Recv() (T, error) or CloseAndRecv() (T, error)", m.name())
	}
}

// streamsOf are the results of the method that stream.
func streamsOf(m *method) []*streamUse {
	var streams []*streamUse
	results := m.signature().Results()
	for i := range results.Len() {
		if kind, ok := streamKindOf(results.At(i).Type()); ok {
			streams = append(streams, &streamUse{kind, i})
		}
	}
	return streams
}

func streamKindOf(t types.Type) (streamKind, bool) {
	if isPointerTo(t, "net/http", "Response") {
		return responseStream, true
	}
	if _, isParam := types.Unalias(t).(*types.TypeParam); isParam {
		return 0, false
	}
	switch u := t.Underlying().(type) {
	case *types.Chan:
		return chanStream, u.Dir() == types.RecvOnly
	case *types.Interface:
		if types.Identical(u, readCloser) {
			return bodyStream, true
		}
		return recvStream, isReceiver(t, u)
	case *types.Signature:
		return funcStreamKind(u)
	}
	return 0, false
}

var readCloser = types.NewInterfaceType([]*types.Func{
	newMethod("Read", []types.Type{types.NewSlice(types.Universe.Lookup("byte").Type())}, types.Typ[types.Int], errorType),
	newMethod("Close", nil, errorType),
}, nil).Complete()

// funcStreamKind tells iterators and futures from other functions.
func funcStreamKind(f *types.Signature) (streamKind, bool) {
	if isFuture(f) {
		return futureStream, true
	}
	if f.Params().Len() != 1 || f.Results().Len() != 0 || f.Variadic() {
		return 0, false
	}
	yield, ok := f.Params().At(0).Type().Underlying().(*types.Signature)
	if !ok || yield.Results().Len() != 1 || !types.Identical(yield.Results().At(0).Type(), types.Typ[types.Bool]) || yield.Variadic() {
		return 0, false
	}
	switch params := yield.Params(); params.Len() {
	case 1:
		return seqStream, true
	case 2:
		return seq2Stream, types.Identical(params.At(1).Type(), errorType)
	}
	return 0, false
}

// isFuture reports whether a function is func() (T, error).
func isFuture(f *types.Signature) bool {
	return f.Params().Len() == 0 && f.Results().Len() == 2 && types.Identical(f.Results().At(1).Type(), errorType)
}

// isReceiver reports whether the interface has a name, under which it can be embedded, and a
// method that receives.
func isReceiver(t types.Type, u *types.Interface) bool {
	name := embeddedName(t)
	if name == "" {
		return false
	}
	found := false
	for f := range u.Methods() {
		if f.Name() == name {
			return false // the embedded field would hide it
		}
		found = found || receives[f.Name()] && isFuture(f.Signature())
	}
	return found
}

// receives are the methods of a stream that end it, or may do so.
var receives = map[string]bool{"Recv": true, "CloseAndRecv": true}

// embeddedName is what a field is called that embeds the type; empty if it cannot be embedded.
func embeddedName(t types.Type) string {
	switch t := t.(type) {
	case *types.Named:
		return t.Obj().Name()
	case *types.Alias:
		return t.Obj().Name()
	}
	return ""
}

// policy is what the directive says. A channel cannot tell that nobody takes anything from it
// any more, so there it has a limit in any case.
func (s *streamUse) policy(d *directive) cb.Stream {
	p := d.policy.Stream
	if s.kind == chanStream {
		p.Idle = cmp.Or(p.Idle, time.Minute)
	}
	return p
}

// isLazy reports whether the method is called only when its result is used: then what is never
// used holds nothing.
func (m *method) isLazy() bool {
	return m.stream != nil && !m.reportsErrors() && (m.stream.kind == seqStream || m.stream.kind == seq2Stream)
}

// reportsByStream reports whether the result can say that the call is rejected.
func (m *method) reportsByStream() bool {
	return m.stream != nil && (m.stream.kind == seq2Stream || m.stream.kind == futureStream)
}

// couldReportByStream reports whether the directive stream would let the result say it.
func (m *method) couldReportByStream() bool {
	streams := streamsOf(m)
	return len(streams) == 1 && m.signature().Results().Len() == 1 && (streams[0].kind == seq2Stream || streams[0].kind == futureStream)
}

// reportsRejections reports whether the method can say that the call is rejected.
func (m *method) reportsRejections() bool { return m.reportsErrors() || m.reportsByStream() }

// tooEarly is the result that a condition looks at although only the end of the stream says how
// the call went; empty if there is none. What comes with a body may say something of its own.
func (s *codeScope) tooEarly(m *method, c *code) string {
	if m.stream == nil || m.stream.kind == bodyStream || m.stream.kind == responseStream {
		return ""
	}
	for _, result := range s.results {
		if result != s.err && c.mentions(result) {
			return result.Name()
		}
	}
	return ""
}

// noSecondAnswer is why a fallback cannot answer for a call that has failed; empty if it can.
func (m *method) noSecondAnswer() string {
	switch {
	case m.stream == nil:
		return ""
	case !m.reportsErrors():
		return "what it has streamed by then cannot be taken back"
	case m.classification.failsByResult():
		return "whether its results are a failure is said when the stream ends"
	default:
		return ""
	}
}

// streamSignature is the type of the result, if that is a function.
func (m *method) streamSignature() *types.Signature {
	s, _ := m.signature().Results().At(m.stream.result).Type().Underlying().(*types.Signature)
	return s
}
