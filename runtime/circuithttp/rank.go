package circuithttp

import cb "github.com/cbgen/cbgen/runtime"

// rankOf says how much a circuit needs to be looked at. It is coarse, so that the page keeps
// still while little changes: closed circuits differ by tenths of the way to their limits.
func rankOf(s *cb.Snapshot) int {
	switch {
	case s.State == cb.Open, s.State == cb.ForcedOpen:
		return 50
	case s.State == cb.HalfOpen:
		return 40
	case s.State == cb.Observe && s.Observed != cb.Closed:
		return 30
	case s.State == cb.Disabled:
		return 20
	default:
		return int(10 * pressure(s))
	}
}

// pressure is how far a circuit is on its way to opening, or to a full bulkhead: 1 is there.
func pressure(s *cb.Snapshot) float64 {
	b := &s.Policy.Breaker
	p := max(
		partOf(s.ConsecutiveFailures, b.Failures),
		nearness(s.Failures, b.Rate, b.Min),
		nearness(s.Slow, b.SlowRate, b.Min),
		partOf(s.InFlight, s.Policy.Bulkhead.Max),
	)
	return min(p, 1)
}

func nearness(t cb.Tally, limit cb.Rate, least int) float64 {
	return partOf(int(t.Rate()), int(limit)) * min(1, partOf(t.Of, least))
}

// partOf is zero where there is no limit.
func partOf(n, limit int) float64 {
	if limit == 0 {
		return 0
	}
	return float64(n) / float64(limit)
}
