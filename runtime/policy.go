package runtime

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// A Policy says how the calls of one method are guarded. Its fields are named after
// the keys of the directives, and mean the same. The zero Policy guards nothing.
//
// It is also the type of the fields of a policy struct, whose tags cbgen reads:
//
//	type PaymentsPolicy struct {
//		_      cb.Policy `breaker:"failures=5 open=30s"` // every method
//		Charge cb.Policy `breaker:"rate=50% window=20" bulkhead:"max=64 wait=50ms"`
//	}
//
// As JSON it is written the way that the directives are:
//
//	{"breaker": {"rate": "50%", "window": 20, "open": "10s"}, "bulkhead": {"max": 64, "wait": "50ms"}}
type Policy struct {
	Breaker  Breaker
	Bulkhead Bulkhead
	Retry    Retry
	Key      Key    // of a method that has a guard for each key
	Stream   Stream // of a method whose calls last until their consumer is done

	// Timeout is how long the context of a call lasts. Zero leaves it to the caller.
	Timeout time.Duration

	// Off says that the policy guards nothing on purpose. Where each method of a client must
	// have a policy, a zero one is taken for one that was forgotten.
	Off bool
}

// Breaker is the policy of a circuit breaker. The zero Breaker means that there is none.
// In any other, a field that is zero takes the default that its comment names. No duration
// may be longer than ten years.
type Breaker struct {
	// Failures opens the breaker after so many failures in a row: 5, when neither Rate
	// nor Slow is set; otherwise zero leaves this rule out.
	Failures int

	// Rate opens the breaker when failures/recorded reaches it. Zero leaves this rule out.
	Rate Rate
	// Window is what Rate and SlowRate look at: the last 100 calls.
	Window Window
	// Min is how many calls a window must hold before its rate means anything:
	// all of a window of calls, 20 in a window of time.
	Min int

	// Slow is the time above which a call counts as slow. Zero leaves slow calls alone.
	Slow time.Duration
	// SlowRate opens the breaker when slow/recorded reaches it: 100 %.
	SlowRate Rate

	// Open is how long an open breaker rejects before it probes: 30 s.
	Open time.Duration
	// Factor and MaxOpen lengthen the wait of breakers that open again and again: the
	// k-th time in a row it is min(Open·Factor^(k−1), MaxOpen). Factor: 1. MaxOpen: no limit.
	Factor  float64
	MaxOpen time.Duration
	// Jitter draws each wait from [wait, wait·(1+Jitter)], so that a fleet does not probe
	// in step. Zero is no jitter here, while a directive that leaves it out gets 20 %.
	Jitter Rate

	// Probes is how many calls a half-open breaker admits, and how many successes close it: 3.
	Probes int
	// HalfOpen is how long a half-open breaker waits for its probes to return before
	// it opens again: as long as Open, and at least twice the policy's Timeout; in a group,
	// twice the longest.
	HalfOpen time.Duration

	// Group is a name: the methods of one client that give the same name share one breaker.
	Group string
}

// Bulkhead is the policy of a bulkhead, a bound on the calls in flight. The zero Bulkhead
// means that there is none.
type Bulkhead struct {
	// Max is how many calls may be in flight.
	Max int
	// Wait is how long a call may wait for another to return, first come first served.
	// Zero rejects at once.
	Wait time.Duration
	// Queue is how many calls may wait. Zero is no bound.
	Queue int
}

// Retry is the policy of a method whose calls are retried when they fail. The zero Retry means
// that they are not; in any other, a field that is zero takes the default that its comment
// names.
type Retry struct {
	// Attempts is how many calls may be made for one, the first included: 3.
	Attempts int
	// Backoff is how long to wait between attempts: 50ms..1s.
	Backoff Backoff
	// Budget is what each call adds to the retries that a client may make, in all: 10 %.
	Budget Rate
}

// Backoff bounds the waits between attempts. The n-th is drawn from [0, min(Max, Min·2^(n−1))].
type Backoff struct{ Min, Max time.Duration }

func (r Retry) withDefaults() Retry {
	if r == (Retry{}) {
		return r
	}
	r.Attempts = cmp.Or(r.Attempts, defaultAttempts)
	r.Backoff = cmp.Or(r.Backoff, Backoff{50 * time.Millisecond, time.Second})
	r.Budget = cmp.Or(r.Budget, 10*Percent)
	return r
}

// ParseBackoff reads two durations such as 50ms..1s.
func ParseBackoff(s string) (Backoff, error) {
	low, high, ok := strings.Cut(s, "..")
	if !ok || strings.HasPrefix(high, ".") { // 50ms...1s would be up to a tenth of a second
		return Backoff{}, errors.New("write two durations such as 50ms..1s")
	}
	least, err := parsePeriod(low)
	if err != nil {
		return Backoff{}, err
	}
	most, err := parsePeriod(high)
	return Backoff{least, most}, err
}

// String is the backoff the way a directive writes it.
func (b Backoff) String() string { return formatDuration(b.Min) + ".." + formatDuration(b.Max) }

// Key is the policy of guards that a method has for each key: see [Keyed].
type Key struct {
	// Max is how many keys have guards of their own: 10,000.
	Max int
	// Idle is how long a key must have had no calls for its guard to be forgotten: 10 minutes.
	// It is looked at four times in that, and not more often than every 10 ms.
	Idle time.Duration
}

// Stream is the policy of a method that streams.
type Stream struct {
	// Idle is how long a consumer may take nothing. After that the stream counts as abandoned,
	// and its slot is free. Zero is no limit.
	Idle time.Duration
}

func (k Key) withDefaults() Key {
	return Key{cmp.Or(k.Max, DefaultMaxKeys), cmp.Or(k.Idle, DefaultKeyIdle)}
}

// A Window is what a rate looks at: the last so many calls, or those that returned within
// the last period. Only one of its fields is set.
type Window struct {
	Calls  int
	Period time.Duration
}

// ParseWindow reads a number of calls such as 20, or a duration such as 10s.
func ParseWindow(s string) (Window, error) {
	if calls, err := strconv.Atoi(s); err == nil {
		return Window{Calls: calls}, nil
	}
	if period, err := time.ParseDuration(s); err == nil {
		return Window{Period: period}, nil
	}
	return Window{}, errors.New("write a number of calls such as 20, or a duration such as 10s")
}

// String is the window the way a directive writes it.
func (w Window) String() string {
	if w.Period != 0 {
		return formatDuration(w.Period)
	}
	return strconv.Itoa(w.Calls)
}

const (
	// DefaultJitter is what a directive gets that does not name one.
	DefaultJitter = 20 * Percent

	// DefaultMaxKeys and DefaultKeyIdle are the policy of keys that says nothing else.
	DefaultMaxKeys = 10_000
	DefaultKeyIdle = 10 * time.Minute

	defaultAttempts = 3
	maxWindowCalls  = 1_000_000
	minWindowPeriod = 10 * time.Millisecond
	maxFactor       = 1000

	// maxDuration keeps sums of durations and instants from overflowing. Whoever writes a
	// longer one means that it never ends.
	maxDuration = 10 * 365 * 24 * time.Hour
)

// WithDefaults is the policy with the defaults in place of the fields that were left zero:
// what a guard with this policy goes by. Key stays as it is: a zero one is the default of a
// method with keys, and none of any other.
func (p Policy) WithDefaults() Policy {
	if p.Breaker != (Breaker{}) && p.Breaker.HalfOpen == 0 {
		p.Breaker.HalfOpen = max(p.Breaker.withDefaults().Open, 2*p.Timeout)
	}
	p.Breaker = p.Breaker.withDefaults()
	p.Retry = p.Retry.withDefaults()
	p.Off = false
	return p
}

func (b Breaker) withDefaults() Breaker {
	if b == (Breaker{}) {
		return b
	}
	if b.Rate == 0 && b.Slow == 0 {
		b.Failures = cmp.Or(b.Failures, 5)
	} else {
		if b.Window == (Window{}) {
			b.Window.Calls = 100
		}
		if b.Window.Period != 0 {
			b.Min = cmp.Or(b.Min, 20)
		}
		b.Min = cmp.Or(b.Min, b.Window.Calls)
	}
	if b.Slow != 0 {
		b.SlowRate = cmp.Or(b.SlowRate, 100*Percent)
	}
	b.Open = cmp.Or(b.Open, 30*time.Second)
	b.Factor = cmp.Or(b.Factor, 1)
	b.Probes = cmp.Or(b.Probes, 3)
	b.HalfOpen = cmp.Or(b.HalfOpen, b.Open)
	return b
}

// openWait is how long the breaker stays open the k-th time in a row.
func (p *Breaker) openWait(k int) time.Duration {
	longest := cmp.Or(p.MaxOpen, maxDuration)
	wait := p.Open // exactly, where floating point would round
	if grown := float64(p.Open) * math.Pow(p.Factor, float64(k-1)); grown > float64(wait) {
		wait = time.Duration(min(grown, float64(longest)))
	}
	wait = min(wait, longest)
	jitter := int64(float64(wait) * float64(p.Jitter) / (100 * Percent))
	return wait + time.Duration(rand.Int64N(jitter+1))
}
