package runtime

import (
	"errors"
	"fmt"
)

// A PolicyError says what is wrong with one key of a policy, and what would be right.
type PolicyError struct {
	Verb    string // the directive's verb, such as breaker; off if it is about Policy.Off
	Key     string // the directive's key, the field's name in lower case; empty if it is about the verb
	Problem string
}

func (e *PolicyError) Error() string {
	if e.Key == "" {
		return e.Verb + ": " + e.Problem
	}
	return e.Verb + " " + e.Key + ": " + e.Problem
}

// Validate reports everything that is wrong with the policy: nil, or the join
// (see [errors.Join]) of a [*PolicyError] for each problem.
func (p Policy) Validate() error {
	if p.Off && p.WithDefaults() != (Policy{}) {
		return &PolicyError{off, "", "the policy guards nothing, and has a breaker or a bulkhead: leave one of them out"}
	}
	return errors.Join(p.Breaker.validate(), p.Bulkhead.validate(), p.validateTimeout(), p.Retry.validate(), p.Key.validate(), p.Stream.validate())
}

// refusals are what is wrong with the keys of one verb.
type refusals struct {
	verb string
	errs []error
}

func (r *refusals) refuse(wrong bool, key, format string, args ...any) {
	if wrong {
		r.errs = append(r.errs, &PolicyError{r.verb, key, fmt.Sprintf(format, args...)})
	}
}

func (r *refusals) join() error { return errors.Join(r.errs...) }

func (b Breaker) validate() error {
	if b == (Breaker{}) {
		return nil
	}
	verb := refusals{verb: "breaker"}
	refuse := verb.refuse
	rates := b.Rate != 0 || b.Slow != 0
	full := b.withDefaults()

	refuse(b.Failures < 0, "failures", "must be at least 1")
	refuse(b.Rate < 0 || b.Rate > 100*Percent, "rate", "must be above 0%% and at most 100%%")
	refuse(b.Window.Calls != 0 && b.Window.Period != 0, "window", "is a number of calls or a duration, not both")
	refuse(b.Window.Calls < 0 || b.Window.Calls > maxWindowCalls, "window", "must be between 1 and %d calls", maxWindowCalls)
	refuse(b.Window.Period != 0 && b.Window.Period < minWindowPeriod, "window", "must be at least %v", minWindowPeriod)
	refuse(!rates && b.Window != (Window{}), "window", "has no effect without rate or slow")
	refuse(b.Min < 0, "min", "must be at least 1")
	refuse(!rates && b.Min != 0, "min", "has no effect without rate or slow")
	refuse(rates && full.Window.Period == 0 && full.Min > full.Window.Calls, "min",
		"min=%d is never reached in a window of the last %d calls", full.Min, full.Window.Calls)
	refuse(b.Slow < 0, "slow", "must be longer than 0s")
	refuse(b.SlowRate < 0 || b.SlowRate > 100*Percent, "slowrate", "must be above 0%% and at most 100%%")
	refuse(b.Slow == 0 && b.SlowRate != 0, "slowrate", "has no effect without slow, the time above which a call is slow")
	refuse(b.Open < 0, "open", "must be longer than 0s")
	refuse(!(full.Factor >= 1) || full.Factor > maxFactor, "factor", "must be between 1 and %d", maxFactor)
	refuse(b.MaxOpen < 0, "maxopen", "must be longer than 0s")
	refuse(b.MaxOpen != 0 && full.Factor == 1, "maxopen", "has no effect without a factor above 1")
	refuse(b.MaxOpen > 0 && b.MaxOpen < full.Open, "maxopen", "maxopen=%v is shorter than open=%v", b.MaxOpen, full.Open)
	refuse(b.Jitter < 0 || b.Jitter > 100*Percent, "jitter", "must be between 0%% and 100%%")
	refuse(b.Probes < 0, "probes", "must be at least 1")
	refuse(b.HalfOpen < 0, "halfopen", "must be longer than 0s")
	refuse(b.Window.Period > maxDuration, "window", tooLong)
	refuse(b.Slow > maxDuration, "slow", tooLong)
	refuse(b.Open > maxDuration, "open", tooLong)
	refuse(b.MaxOpen > maxDuration, "maxopen", tooLong)
	refuse(b.HalfOpen > maxDuration, "halfopen", tooLong)
	return verb.join()
}

func (b Bulkhead) validate() error {
	if b == (Bulkhead{}) {
		return nil
	}
	verb := refusals{verb: "bulkhead"}
	refuse := verb.refuse
	refuse(b.Max < 1, "max", "must be at least 1: how many calls may be in flight")
	refuse(b.Wait < 0, "wait", "must not be negative")
	refuse(b.Wait > maxDuration, "wait", tooLong)
	refuse(b.Queue < 0, "queue", "must not be negative")
	refuse(b.Queue != 0 && b.Wait == 0, "queue", "has no effect without wait, how long a call may wait")
	return verb.join()
}

func (p Policy) validateTimeout() error {
	if p.Timeout < 0 {
		return &PolicyError{"timeout", "", "must be longer than 0s"}
	}
	if p.Timeout > maxDuration {
		return &PolicyError{"timeout", "", tooLong}
	}
	return nil
}

func (r Retry) validate() error {
	verb := refusals{verb: "retry"}
	refuse := verb.refuse
	refuse(r.Attempts < 0 || r.Attempts == 1, "attempts", tooFewAttempts)
	refuse(r.Backoff.Min < 0 || r.Backoff.Max > 0 && r.Backoff.Min == 0, "backoff", "must begin above 0s, since it is doubled")
	refuse(r.Backoff.Max < r.Backoff.Min, "backoff", "begins with the shorter duration: write 50ms..1s")
	refuse(r.Backoff.Max > maxDuration, "backoff", tooLong)
	refuse(r.Budget < 0 || r.Budget > 100*Percent, "budget", "must be above 0%% and at most 100%%")
	return verb.join()
}

func (k Key) validate() error {
	verb := refusals{verb: "key"}
	refuse := verb.refuse
	refuse(k.Max < 0, "max", "must be at least 1: how many keys have guards of their own")
	refuse(k.Idle < 0, "idle", "must be longer than 0s")
	refuse(k.Idle > maxDuration, "idle", tooLong)
	return verb.join()
}

func (s Stream) validate() error {
	verb := refusals{verb: "stream"}
	verb.refuse(s.Idle < 0, "idle", "must be longer than 0s")
	verb.refuse(s.Idle > maxDuration, "idle", tooLong)
	return verb.join()
}

// tooLong is what is wrong with more than maxDuration.
const tooLong = "must be at most 87600h, which is ten years"
