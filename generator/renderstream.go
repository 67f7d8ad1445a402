package generator

import (
	"go/types"

	"github.com/dave/jennifer/jen"
)

// streamBody hands what the method returns to the consumer, and the call with it:
//
//	call, err := c.get.BeginStream(ctx)
//	if err != nil {
//		return r0, err
//	}
//	defer call.End()
//
//	r0, err = c.next.Get(ctx, path)
//	if err != nil || r0 == nil {
//		call.Return(err)
//		return r0, err
//	}
//	r0 = cb.StreamBody(call, r0, call.Return)
//	return r0, err
func (r *renderer) streamBody(m *method, l *localNames) []jen.Code {
	body := []jen.Code{r.findGuard(m, l), jen.List(jen.Id(l.call), jen.Id(r.refusal(m, l))).Op(":=").Add(r.begin(m, l))}
	if m.fallback == nil && !m.reportsErrors() {
		body = append(body, jen.If(jen.Id(l.err()).Op("!=").Nil()).Block(jen.Return(r.failedFuture(m, l))))
	} else {
		body = append(body, r.refused(m, l)...)
	}
	body = append(body,
		jen.Defer().Id(l.call).Dot("End").Call(),
		jen.Line().Add(assign(l.results, r.nextCall(m, l))),
		r.declareEnded(m, l),
		r.withoutStream(m, l),
		r.handOver(m, l),
	)
	return append(body, returned(l.results))
}

// refusal is what the error of a rejection is called.
func (r *renderer) refusal(m *method, l *localNames) string {
	if m.fallback != nil && !m.reportsErrors() {
		return l.cause
	}
	return l.err()
}

// declareEnded says how a stream has ended, where directives classify the error:
//
//	ended := func(err error) {
//		switch {
//		case errors.Is(err, ErrNotFound):
//			call.Ignore(err)
//		default:
//			call.Return(err)
//		}
//	}
func (r *renderer) declareEnded(m *method, l *localNames) jen.Code {
	if len(m.classification.rules) == 0 {
		return jen.Null()
	}
	return jen.Id(l.ended).Op(":=").Func().Params(jen.Id(l.err()).Error()).Block(r.outcome(m, l))
}

// ended is call.Return, or ended.
func (r *renderer) ended(m *method, l *localNames) *jen.Statement {
	if len(m.classification.rules) == 0 {
		return jen.Id(l.call).Dot("Return")
	}
	return jen.Id(l.ended)
}

// withoutStream is for a call that has failed, or has returned nothing to take from.
func (r *renderer) withoutStream(m *method, l *localNames) jen.Code {
	isNil := jen.Id(l.results[m.stream.result]).Op("==").Nil()
	if !m.reportsErrors() {
		return jen.If(isNil).Block(r.ended(m, l).Call(jen.Nil()), returned(l.results))
	}
	return jen.If(jen.Id(l.err()).Op("!=").Nil().Op("||").Add(isNil)).Block(
		r.ended(m, l).Call(jen.Id(l.err())),
		r.failed(m, l),
		returned(l.results),
	)
}

// handOver is r0 = cb.StreamBody(call, r0, call.Return).
func (r *renderer) handOver(m *method, l *localNames) jen.Code {
	result := jen.Id(l.results[m.stream.result])
	if m.stream.kind == responseStream {
		result.Dot("Body")
	}
	if m.stream.kind == recvStream {
		consumer := jen.Id(l.call).Dot("Consumer").Call(r.ended(m, l))
		return result.Clone().Op("=").Op("&").Id(r.names.streams[m.name()]).Add(r.typeParamsUsed()).Values(result, consumer)
	}
	return result.Clone().Op("=").Add(r.runtime(streamFunctions[m.stream.kind])).Call(jen.Id(l.call), result, r.ended(m, l))
}

// streamFunctions are those of the runtime that hand a stream over.
var streamFunctions = map[streamKind]string{
	bodyStream:     "StreamBody",
	responseStream: "StreamBody",
	chanStream:     "StreamChan",
	seqStream:      "StreamSeq",
	seq2Stream:     "StreamSeq2",
	futureStream:   "StreamFuture",
}

// failedFuture is cb.FailedFuture[int](err).
func (r *renderer) failedFuture(m *method, l *localNames) jen.Code {
	value := m.streamSignature().Results().At(0).Type()
	return r.runtime("FailedFuture").Types(r.types.code(value)).Call(jen.Id(l.err()))
}

// lazyBody has each loop over the iterator be a call:
//
//	return func(yield func(Event, error) bool) {
//		call, err := c.watch.BeginStream(ctx)
//		if err != nil {
//			cb.YieldError(yield, err)
//			return
//		}
//		defer call.End()
//
//		cb.RangeSeq2(call, c.next.Watch(ctx, topic), yield, call.Return)
//	}
func (r *renderer) lazyBody(m *method, l *localNames) []jen.Code {
	loop := map[streamKind]string{seqStream: "RangeSeq", seq2Stream: "RangeSeq2"}[m.stream.kind]
	yield := m.streamSignature().Params().At(0).Type()
	return []jen.Code{jen.Return(jen.Func().Params(jen.Id(l.yield).Add(r.types.code(yield))).Block(
		r.findGuard(m, l),
		jen.List(jen.Id(l.call), jen.Id(r.refusal(m, l))).Op(":=").Add(r.begin(m, l)),
		jen.If(jen.Id(r.refusal(m, l)).Op("!=").Nil()).Block(r.refusedLoop(m, l), jen.Return()),
		jen.Defer().Id(l.call).Dot("End").Call(),
		jen.Line().Add(r.declareEnded(m, l)),
		r.runtime(loop).Call(jen.Id(l.call), r.nextCall(m, l), jen.Id(l.yield), r.ended(m, l)),
	))}
}

// refusedLoop is a loop over the fallback's answer, or over the error.
func (r *renderer) refusedLoop(m *method, l *localNames) jen.Code {
	if m.fallback == nil {
		return r.runtime("YieldError").Call(jen.Id(l.yield), jen.Id(l.err()))
	}
	return r.insteadCall(m, l, jen.Id(l.cause)).Call(jen.Id(l.yield))
}

// streamType wraps a stream that is an interface:
//
//	// watchOfGuardedFeed is what Watch returns: the end of the stream is the end of the call.
//	type watchOfGuardedFeed struct {
//		pb.WatchClient
//		consumer *cb.Consumer
//	}
//
//	func (s *watchOfGuardedFeed) Recv() (*Event, error) { return cb.Receive(s.consumer, s.WatchClient.Recv) }
func (r *renderer) streamType(m *method, l *localNames) jen.Code {
	if m.stream == nil || m.stream.kind != recvStream {
		return jen.Null()
	}
	t := m.signature().Results().At(m.stream.result).Type()
	name, embedded := r.names.streams[m.name()], embeddedName(t)
	taken := r.localScope()
	taken.add(embedded)
	methods := t.Underlying().(*types.Interface)
	for f := range methods.Methods() {
		taken.add(f.Name())
	}
	consumer, receiver := taken.take("consumer"), taken.take("s")
	code := jen.Line().Commentf("// %s is what %s returns: the end of the stream is the end of the call.", name, m.name()).Line().
		Type().Id(name).Add(r.typeParamsDeclared()).Struct(r.types.code(t), jen.Id(consumer).Op("*").Add(r.runtime("Consumer"))).Line()
	for f := range methods.Methods() {
		next := jen.Id(receiver).Dot(embedded).Dot(f.Name())
		var call *jen.Statement
		switch {
		case f.Name() == "Recv" && isFuture(f.Signature()):
			call = r.runtime("Receive").Call(jen.Id(receiver).Dot(consumer), next)
		case f.Name() == "CloseAndRecv" && isFuture(f.Signature()):
			call = r.runtime("ReceiveLast").Call(jen.Id(receiver).Dot(consumer), next)
		case isRecvMsg(f):
			call = jen.Id(receiver).Dot(consumer).Dot("Receive").Call(jen.Func().Params().Error().Block(jen.Return(next.Call(jen.Id("m")))))
		default:
			continue
		}
		code.Line().Func().Params(jen.Id(receiver).Op("*").Id(name).Add(r.typeParamsUsed())).Id(f.Name()).
			Add(r.types.namedSignature(f.Signature(), paramsOf(f), make([]string, f.Signature().Results().Len()))).Block(jen.Return(call)).Line()
	}
	return code
}

// isRecvMsg reports whether the method is func RecvMsg(m any) error, by which a stream of gRPC
// receives too.
func isRecvMsg(f *types.Func) bool {
	s := f.Signature()
	return f.Name() == "RecvMsg" && s.Params().Len() == 1 && !s.Variadic() &&
		s.Results().Len() == 1 && types.Identical(s.Results().At(0).Type(), errorType)
}

func paramsOf(f *types.Func) []string {
	if f.Signature().Params().Len() == 1 {
		return []string{"m"}
	}
	return nil
}
