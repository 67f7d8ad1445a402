package histories

import (
	"fmt"
	"slices"
	"strings"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A Source is where random choices come from: a [math/rand/v2.Rand], or the bytes of a fuzzer.
type Source interface {
	IntN(n int) int
}

// A Setup is the guards of one client, which share a breaker if there are several.
type Setup struct {
	Policies []cb.Policy

	// Others are policies that guards may get while they are in use.
	Others []cb.Policy

	// Tick is what all time in a history is a multiple of. The runtime has buckets of time
	// and does not say where they begin: a tenth of a window, a sixteenth of slow. A tick is
	// a whole bucket or more, so that what happens at different times is in different
	// buckets, and it is exact when each of them is noticed as slow or leaves its window.
	Tick time.Duration

	// LookEvery is after how many steps the guards are looked at. It is mostly one; but
	// looking could be what keeps a guard right.
	LookEvery int
}

// RandomSetup is valid, whatever the source says.
func RandomSetup(src Source) Setup {
	s := Setup{Tick: oneOf(src, 1, time.Microsecond, time.Millisecond, time.Second), LookEvery: oneOf(src, 1, 1, 1, 15)}
	b := s.breaker(src)
	guards := 1
	if b != (cb.Breaker{}) && src.IntN(6) == 0 {
		b.Group = "writes"
		guards = 2
	}
	for range guards {
		s.Policies = append(s.Policies, s.policy(src, b))
	}
	for range 3 {
		s.Others = append(s.Others, s.other(src, b))
	}
	return s
}

// other is a policy that a guard with that breaker may get: mostly one that is a little
// different, and of the same group.
func (s Setup) other(src Source, b cb.Breaker) cb.Policy {
	group := b.Group
	other := s.breaker(src)
	if src.IntN(2) == 0 && b != (cb.Breaker{}) {
		changed := b
		changed.Open, changed.Probes, changed.Factor, changed.MaxOpen = other.Open, other.Probes, other.Factor, other.MaxOpen
		changed.Failures = other.Failures
		if b.Rate != 0 && other.Rate != 0 {
			changed.Rate = other.Rate
		}
		if b.Slow != 0 && other.Slow != 0 {
			changed.Slow = other.Slow
		}
		other = changed
	}
	other.Group = group
	return s.policy(src, other)
}

func (s Setup) policy(src Source, b cb.Breaker) cb.Policy {
	p := cb.Policy{Breaker: b, Bulkhead: s.bulkhead(src)}
	if b.HalfOpen != 0 && src.IntN(3) == 0 { // by default half-open waits for the timeouts too, which the model's breaker does not know
		p.Timeout = s.ticks(1 + src.IntN(30))
	}
	return p
}

func (s Setup) ticks(n int) time.Duration { return time.Duration(n) * s.Tick }

func (s Setup) breaker(src Source) cb.Breaker {
	var b cb.Breaker
	if src.IntN(20) == 0 {
		return b
	}
	if src.IntN(2) == 0 {
		b.Failures = 1 + src.IntN(5)
	}
	if src.IntN(2) == 0 {
		b.Rate = oneOf[cb.Rate](src, 1, 7*cb.Percent, 33.3*cb.Percent, 50*cb.Percent, 75*cb.Percent, 100*cb.Percent)
	}
	if src.IntN(2) == 0 {
		b.Slow = s.ticks(1 + src.IntN(16)) // no bucket of it is longer than a tick
		if src.IntN(3) > 0 {
			b.SlowRate = oneOf[cb.Rate](src, 1, 20*cb.Percent, 50*cb.Percent, 100*cb.Percent)
		}
	}
	if b.Rate != 0 || b.Slow != 0 {
		s.window(src, &b)
	}

	b.Open = s.ticks(1 + src.IntN(40))
	if src.IntN(3) == 0 {
		b.Factor = oneOf(src, 1.5, 2, 3, 1000)
		if src.IntN(2) == 0 {
			b.MaxOpen = b.Open * time.Duration(1+src.IntN(10))
		}
	}
	b.Probes = src.IntN(5)
	b.HalfOpen = s.ticks(src.IntN(50))
	return b
}

func (s Setup) window(src Source, b *cb.Breaker) {
	switch src.IntN(8) {
	case 0: // the default, a hundred calls
		b.Min = src.IntN(20)
	case 1, 2, 3:
		if s.Tick >= time.Millisecond {
			b.Window.Period = s.ticks(10)
			b.Min = src.IntN(9)
			break
		}
		fallthrough // a window of so few ticks is too short to be valid
	default:
		b.Window.Calls = 1 + src.IntN(12)
		b.Min = src.IntN(b.Window.Calls + 1)
	}
}

func (s Setup) bulkhead(src Source) cb.Bulkhead {
	var b cb.Bulkhead
	if src.IntN(2) == 0 {
		return b
	}
	b.Max = 1 + src.IntN(4)
	if src.IntN(2) == 0 {
		b.Wait = s.ticks(1 + src.IntN(30))
		b.Queue = src.IntN(4)
	}
	return b
}

// String has the policies as Go, to be pasted into a test.
func (s Setup) String() string {
	text := fmt.Sprintf("tick %v, looking every %d", s.Tick, s.LookEvery)
	for i, p := range slices.Concat(s.Policies, s.Others) {
		if i == len(s.Policies) {
			text += "\nothers:"
		}
		text += "\n" + strings.ReplaceAll(fmt.Sprintf("%#v", p), "runtime.", "cb.")
	}
	return text
}

func oneOf[T any](src Source, choices ...T) T {
	return choices[src.IntN(len(choices))]
}
