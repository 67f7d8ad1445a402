package runtime

import (
	"fmt"
	"strings"
)

// String is the policy the way a directive writes it, such as failures=5 open=30s, and empty
// where there is no breaker.
func (b Breaker) String() string {
	if b == (Breaker{}) {
		return ""
	}
	var d directive
	d.add(b.Failures != 0, "failures", b.Failures)
	d.add(b.Rate != 0, "rate", b.Rate)
	d.add(b.Window != Window{}, "window", b.Window)
	d.add(b.Min != 0, "min", b.Min)
	d.add(b.Slow != 0, "slow", formatDuration(b.Slow))
	d.add(b.SlowRate != 0, "slowrate", b.SlowRate)
	d.add(b.Open != 0, "open", formatDuration(b.Open))
	d.add(b.Factor != 0 && b.Factor != 1, "factor", b.Factor)
	d.add(b.MaxOpen != 0, "maxopen", formatDuration(b.MaxOpen))
	d.add(true, "jitter", b.Jitter) // a directive without it means another
	d.add(b.Probes != 0, "probes", b.Probes)
	d.add(b.HalfOpen != 0, "halfopen", formatDuration(b.HalfOpen))
	d.add(b.Group != "", "group", b.Group)
	return strings.Join(d, " ")
}

// String is the policy the way a directive writes it, such as max=64 wait=50ms, and empty
// where there is no bulkhead.
func (b Bulkhead) String() string {
	var d directive
	d.add(b.Max != 0, "max", b.Max)
	d.add(b.Wait != 0, "wait", formatDuration(b.Wait))
	d.add(b.Queue != 0, "queue", b.Queue)
	return strings.Join(d, " ")
}

// String is the policy the way a directive writes it, such as attempts=3 backoff=50ms..1s
// budget=10%, and empty where there is no retry.
func (r Retry) String() string {
	var d directive
	d.add(r.Attempts != 0, "attempts", r.Attempts)
	d.add(r.Backoff != (Backoff{}), "backoff", r.Backoff)
	d.add(r.Budget != 0, "budget", r.Budget)
	return strings.Join(d, " ")
}

// String is the policy the way a directive writes it after the expression, such as max=10000
// idle=10m, and empty where a method has no guards for keys.
func (k Key) String() string {
	var d directive
	d.add(k.Max != 0, "max", k.Max)
	d.add(k.Idle != 0, "idle", formatDuration(k.Idle))
	return strings.Join(d, " ")
}

// String is the policy the way a directive writes it, such as idle=1m, and empty where nothing
// is said of streams.
func (s Stream) String() string {
	var d directive
	d.add(s.Idle != 0, "idle", formatDuration(s.Idle))
	return strings.Join(d, " ")
}

// directive is its arguments.
type directive []string

func (d *directive) add(given bool, key string, value any) {
	if given {
		*d = append(*d, fmt.Sprintf("%s=%v", key, value))
	}
}
