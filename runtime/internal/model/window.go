package model

import (
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A result is one element of what a rate looks at.
type result struct {
	at  time.Time
	hit bool // a failure, or a slow call
}

// inWindow is the results that the policy's window holds.
//
// Where the runtime's buckets of time begin, nobody outside of it knows. So a window of
// time is only right here if all that happens is whole buckets apart.
func (b *Breaker) inWindow(results []result, now time.Time) []result {
	if b.policy.Window.Period == 0 {
		return results[max(0, len(results)-b.policy.Window.Calls):]
	}
	width := b.policy.Window.Period / 10
	bucket := func(at time.Time) int64 { return int64(at.Sub(b.made) / width) }
	var held []result
	for _, r := range results {
		if bucket(now)-bucket(r.at) < 10 {
			held = append(held, r)
		}
	}
	return held
}

func tally(results []result) cb.Tally {
	t := cb.Tally{Of: len(results)}
	for _, r := range results {
		if r.hit {
			t.Count++
		}
	}
	return t
}
