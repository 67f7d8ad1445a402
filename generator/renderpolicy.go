package generator

import (
	"strconv"
	"time"

	"github.com/dave/jennifer/jen"

	cb "github.com/cbgen/cbgen/runtime"
)

// policy is the policy as a literal, with all that applies written out:
//
//	cb.Policy{
//		Breaker: cb.Breaker{
//			Failures: 5,
//			Open:     30 * time.Second,
//			…
//		},
//		Bulkhead: cb.Bulkhead{Max: 64, Wait: 50 * time.Millisecond},
//		Timeout:  2 * time.Second,
//	}
func (r *renderer) policy(p cb.Policy) jen.Code {
	var parts []jen.Code
	if fields := r.breakerFields(p.Breaker); p.Breaker != (cb.Breaker{}) {
		parts = append(parts, jen.Id("Breaker").Op(":").Add(r.runtime("Breaker")).Custom(multiline, fields...))
	}
	if fields := r.bulkheadFields(p.Bulkhead); p.Bulkhead != (cb.Bulkhead{}) {
		parts = append(parts, jen.Id("Bulkhead").Op(":").Add(r.runtime("Bulkhead")).Values(fields...))
	}
	if p.Timeout != 0 {
		parts = append(parts, jen.Id("Timeout").Op(":").Add(r.duration(p.Timeout)))
	}
	if p.Retry != (cb.Retry{}) {
		parts = append(parts, jen.Id("Retry").Op(":").Add(r.runtime("Retry")).Custom(multiline, r.retryFields(p.Retry)...))
	}
	if p.Key != (cb.Key{}) {
		var f literalFields
		f.add(p.Key.Max != 0, "Max", jen.Lit(p.Key.Max))
		f.add(p.Key.Idle != 0, "Idle", r.duration(p.Key.Idle))
		parts = append(parts, jen.Id("Key").Op(":").Add(r.runtime("Key")).Values(f...))
	}
	if p.Stream != (cb.Stream{}) {
		parts = append(parts, jen.Id("Stream").Op(":").Add(r.runtime("Stream")).Values(jen.Id("Idle").Op(":").Add(r.duration(p.Stream.Idle))))
	}
	return r.runtime("Policy").Custom(multiline, parts...)
}

func (r *renderer) retryFields(p cb.Retry) []jen.Code {
	backoff := r.runtime("Backoff").Values(
		jen.Id("Min").Op(":").Add(r.duration(p.Backoff.Min)),
		jen.Id("Max").Op(":").Add(r.duration(p.Backoff.Max)),
	)
	var f literalFields
	f.add(true, "Attempts", jen.Lit(p.Attempts))
	f.add(true, "Backoff", backoff)
	f.add(true, "Budget", r.rate(p.Budget))
	return f
}

func (r *renderer) breakerFields(b cb.Breaker) []jen.Code {
	var f literalFields
	f.add(b.Failures != 0, "Failures", jen.Lit(b.Failures))
	f.add(b.Rate != 0, "Rate", r.rate(b.Rate))
	f.add(b.Window != cb.Window{}, "Window", r.window(b.Window))
	f.add(b.Min != 0, "Min", jen.Lit(b.Min))
	f.add(b.Slow != 0, "Slow", r.duration(b.Slow))
	f.add(b.SlowRate != 0, "SlowRate", r.rate(b.SlowRate))
	f.add(b.Open != 0, "Open", r.duration(b.Open))
	f.add(b.Factor != 0, "Factor", number(b.Factor))
	f.add(b.MaxOpen != 0, "MaxOpen", r.duration(b.MaxOpen))
	f.add(b.Jitter != 0, "Jitter", r.rate(b.Jitter))
	f.add(b.Probes != 0, "Probes", jen.Lit(b.Probes))
	f.add(b.HalfOpen != 0, "HalfOpen", r.duration(b.HalfOpen))
	f.add(b.Group != "", "Group", jen.Lit(b.Group))
	return f
}

func (r *renderer) bulkheadFields(b cb.Bulkhead) []jen.Code {
	var f literalFields
	f.add(b.Max != 0, "Max", jen.Lit(b.Max))
	f.add(b.Wait != 0, "Wait", r.duration(b.Wait))
	f.add(b.Queue != 0, "Queue", jen.Lit(b.Queue))
	return f
}

type literalFields []jen.Code

func (f *literalFields) add(present bool, name string, value jen.Code) {
	if present {
		*f = append(*f, jen.Id(name).Op(":").Add(value))
	}
}

func (r *renderer) window(w cb.Window) jen.Code {
	field := jen.Id("Calls").Op(":").Lit(w.Calls)
	if w.Period != 0 {
		field = jen.Id("Period").Op(":").Add(r.duration(w.Period))
	}
	return r.runtime("Window").Values(field)
}

// rate is 50 * cb.Percent.
func (r *renderer) rate(rate cb.Rate) jen.Code {
	return number(float64(rate) / cb.Percent).Op("*").Add(r.runtime("Percent"))
}

func number(f float64) *jen.Statement {
	return jen.Op(strconv.FormatFloat(f, 'f', -1, 64))
}

// duration is 30 * time.Second, in the largest unit that leaves a whole number.
func (r *renderer) duration(d time.Duration) jen.Code {
	for _, unit := range durationUnits {
		if d%unit.length == 0 {
			code := r.types.qualified("time", unit.name)
			if n := d / unit.length; n != 1 {
				return jen.Lit(int(n)).Op("*").Add(code)
			}
			return code
		}
	}
	return nil // a nanosecond divides every duration
}

var durationUnits = []struct {
	length time.Duration
	name   string
}{
	{time.Hour, "Hour"},
	{time.Minute, "Minute"},
	{time.Second, "Second"},
	{time.Millisecond, "Millisecond"},
	{time.Microsecond, "Microsecond"},
	{time.Nanosecond, "Nanosecond"},
}
