package generator

import (
	"fmt"
	"go/types"
	"slices"
)

// isRetried reports whether calls of the method are made again if they fail.
func (m *method) isRetried() bool { return m.policy.Retry.Attempts != 0 }

// findRetryIf gives the method what is retried, if a directive says it.
func (r *resolver) findRetryIf(m *method, l *localNames) {
	d := m.applied.verb(retryIf.name)
	if d == nil || d.off.IsValid() || d.wrong || !m.isRetried() {
		return
	}
	m.retryIf = r.matches(m, l, d)
}

// checkRetry reports a retry that does harm, or that never happens.
func (r *resolver) checkRetry(m *method) {
	d := m.applied.verb(retry.name)
	if !m.isRetried() || d == nil || m.applied.isWrong() {
		return
	}
	remove := "remove retry"
	if !r.isOwn(m, d) {
		remove = "write " + d.written("off") + " for it"
	}
	report := func(format string, args ...any) {
		r.add(d.pos, "%s%s", r.inMethod(m, d), fmt.Sprintf(format, args...))
	}
	if m.stream != nil {
		report("%s streams, and a stream that has begun cannot begin again: %s", m.name(), remove)
		return
	}
	if m.applied.verb(idempotent.name) == nil {
		report("retry needs idempotent: a call of %s that failed may have done its work all the same, and then a retry does it twice. "+
			"If that does no harm, add %s, else %s", m.name(), d.along(&idempotent, ""), remove)
	}
	for i, v := range slices.Collect(m.signature().Params().Variables()) {
		if i != m.contextParam() && isReadOnce(v.Type()) {
			report("a retry of %s would find nothing more to read in its %s: take all of it at once, or a function that opens it, or %s",
				m.name(), r.typeString(v.Type()), remove)
		}
	}
	for v := range m.signature().Results().Variables() {
		if t := v.Type(); m.mayDropResults() && isRead(t) && !isCloser(t) && !isPointerTo(t, "net/http", "Response") {
			report("a retry of %s would abandon the %s of a call that failed without an error, and nothing would end it: "+
				"return an error with it, or %s", m.name(), r.typeString(t), remove)
		}
	}
	if !m.canFail() && len(m.retryIf) == 0 {
		report("retry has no effect: %s has no error result, and no failure says which results are failures", m.name())
	}
}

// mayDropResults reports whether another attempt may take the place of one that has returned no error.
func (m *method) mayDropResults() bool {
	return m.failsWithoutError() || has(m.retryIf, withoutError) || has(m.retryIf, onError)
}

// isReadOnce reports whether a second call with the same value would find it read, or half read.
func isReadOnce(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Chan:
		return true
	case *types.Signature:
		return isNamed(t, "iter", "Seq") || isNamed(t, "iter", "Seq2")
	}
	return hasMethod(t, "Read", 1)
}

// reportWithoutRetry reports what is said about the retries of methods that are not retried.
func (r *resolver) reportWithoutRetry() {
	has := make(map[*directive]bool)
	var said []*directive
	for _, m := range r.methods {
		for _, v := range []*verb{&idempotent, &retryIf} {
			d := m.applied.verb(v.name)
			if !m.guarded() || d == nil || d.wrong || d.off.IsValid() {
				continue
			}
			if _, ok := has[d]; !ok {
				said = append(said, d)
			}
			retried := m.applied.verb(retry.name)
			has[d] = has[d] || m.isRetried() || retried != nil && retried.wrong
		}
	}
	for _, d := range said {
		if !has[d] {
			r.add(d.pos, "%s has no effect without retry: add %s, or remove it", d.verb.name, d.along(&retry, "attempts=3"))
		}
	}
}
