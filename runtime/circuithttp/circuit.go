package circuithttp

import (
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A status is a circuit as it is now.
type status struct {
	ID       uint64 `json:"id"`
	Name     string `json:"name"`
	Critical bool   `json:"critical"`

	State      string    `json:"state"`
	Observed   string    `json:"observed,omitzero"`
	Since      time.Time `json:"since"`
	Generation uint64    `json:"generation"`
	NextProbe  time.Time `json:"next_probe,omitzero"`
	ProbeDue   bool      `json:"probe_due"`

	FailuresInARow int   `json:"failures_in_a_row"`
	Failures       share `json:"failures"`
	Slow           share `json:"slow"`
	InFlight       int   `json:"in_flight"`
	Waiting        int   `json:"waiting"`

	Totals      totals       `json:"totals"`
	Durations   *durations   `json:"durations,omitzero"`
	LastFailure *lastFailure `json:"last_failure,omitzero"`
}

// durations are in seconds.
type durations struct {
	Buckets []float64 `json:"buckets"`
	Counts  []uint64  `json:"counts"`
	Sum     float64   `json:"sum"`
}

// A share is how many calls of a window.
type share struct {
	Count int     `json:"count"`
	Of    int     `json:"of"`
	Rate  float64 `json:"rate"`
}

type totals struct {
	Successes    uint64 `json:"successes"`
	Failures     uint64 `json:"failures"`
	Ignored      uint64 `json:"ignored"`
	Cancelled    uint64 `json:"cancelled"`
	Slow         uint64 `json:"slow"`
	Late         uint64 `json:"late"`
	Probes       uint64 `json:"probes"`
	RejectedOpen uint64 `json:"rejected_open"`
	RejectedFull uint64 `json:"rejected_full"`
	WouldReject  uint64 `json:"would_reject"`

	Fallbacks        uint64 `json:"fallbacks"`
	FallbackFailures uint64 `json:"fallback_failures"`
	Retries          uint64 `json:"retries"`
}

type lastFailure struct {
	Time time.Time `json:"time"`
	Text string    `json:"text"`
}

// An about is what seldom changes of a circuit: its policy.
type about struct {
	Policy policy `json:"policy"`
	Limits limits `json:"limits"`
	Source string `json:"source"`
}

// A policy is what its directives would say.
type policy struct {
	Breaker  string `json:"breaker"`
	Bulkhead string `json:"bulkhead"`
	Group    string `json:"group,omitzero"`
	Timeout  string `json:"timeout,omitzero"`
	Retry    string `json:"retry,omitzero"`
	Key      string `json:"key,omitzero"`
	Stream   string `json:"stream,omitzero"`
}

// limits are what the numbers of a status are held against. What has no limit is left out.
type limits struct {
	FailuresInARow int     `json:"failures_in_a_row,omitzero"`
	FailureRate    float64 `json:"failure_rate,omitzero"`
	SlowRate       float64 `json:"slow_rate,omitzero"`
	Min            int     `json:"min,omitzero"`
	InFlight       int     `json:"in_flight,omitzero"`
	Waiting        int     `json:"waiting,omitzero"`
}

func statusOf(s *cb.Snapshot, critical bool) status {
	c := status{
		ID:             s.ID,
		Name:           s.Name,
		Critical:       critical,
		State:          s.State.String(),
		Since:          s.Since,
		Generation:     s.Generation,
		NextProbe:      s.NextProbe,
		ProbeDue:       s.ProbeDue,
		FailuresInARow: s.ConsecutiveFailures,
		Failures:       shareOf(s.Failures),
		Slow:           shareOf(s.Slow),
		InFlight:       s.InFlight,
		Waiting:        s.Waiting,
		Totals:         totals(s.Totals),
	}
	if s.State == cb.Observe {
		c.Observed = s.Observed.String()
	}
	if d := s.Durations; d != nil {
		c.Durations = &durations{Counts: d.Counts, Sum: d.Sum}
		for _, bucket := range d.Buckets {
			c.Durations.Buckets = append(c.Durations.Buckets, bucket.Seconds())
		}
	}
	if f := s.LastFailure; !f.Time.IsZero() {
		c.LastFailure = &lastFailure{f.Time, f.Text}
	}
	return c
}

func aboutOf(s *cb.Snapshot) about {
	p := s.Policy
	return about{
		Policy: policy{
			Breaker:  p.Breaker.String(),
			Bulkhead: p.Bulkhead.String(),
			Group:    p.Breaker.Group,
			Timeout:  p.Get("timeout", ""),
			Retry:    p.Retry.String(),
			Key:      p.Key.String(),
			Stream:   p.Stream.String(),
		},
		Limits: limits{
			FailuresInARow: p.Breaker.Failures,
			FailureRate:    fraction(p.Breaker.Rate),
			SlowRate:       fraction(p.Breaker.SlowRate),
			Min:            p.Breaker.Min,
			InFlight:       p.Bulkhead.Max,
			Waiting:        p.Bulkhead.Queue,
		},
		Source: s.Source.String(),
	}
}

func shareOf(t cb.Tally) share { return share{t.Count, t.Of, fraction(t.Rate())} }

func fraction(r cb.Rate) float64 { return float64(r) / (100 * cb.Percent) }
