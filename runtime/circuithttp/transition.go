package circuithttp

import (
	"encoding/json"

	cb "github.com/cbgen/cbgen/runtime"
)

// maxTransitions is how many transitions of a circuit are kept.
const maxTransitions = 64

// transitions are the last of a circuit: a ring, so that a storm of them leaves no garbage.
type transitions struct {
	ring   []transition
	oldest int    // where in the ring, once it is full
	newest uint64 // the generation that began last

	list json.RawMessage // all of them, made when the first of the pages needs it, and kept for the others for a while
}

// A transition is an event, as far as it is kept.
type transition struct {
	at       int64 // in milliseconds
	reason   cb.Reason
	from, to int8
	observed bool

	failuresInARow, failures, failuresOf, slow, slowOf int32
}

func (t *transitions) add(e cb.Event) {
	t.newest, t.list = e.Generation, nil
	kept := transition{
		at:             e.Time.UnixMilli(),
		reason:         e.Reason,
		from:           int8(e.From),
		to:             int8(e.To),
		observed:       e.Observed,
		failuresInARow: int32(e.Counts.ConsecutiveFailures),
		failures:       int32(e.Counts.Failures.Count),
		failuresOf:     int32(e.Counts.Failures.Of),
		slow:           int32(e.Counts.Slow.Count),
		slowOf:         int32(e.Counts.Slow.Of),
	}
	if len(t.ring) < maxTransitions {
		t.ring = append(t.ring, kept)
		return
	}
	t.ring[t.oldest] = kept
	t.oldest = (t.oldest + 1) % maxTransitions
}

type transitionJSON struct {
	Time           int64     `json:"time"`
	From           string    `json:"from"`
	To             string    `json:"to"`
	Reason         cb.Reason `json:"reason"`
	Observed       bool      `json:"observed,omitzero"`
	FailuresInARow int32     `json:"failures_in_a_row"`
	Failures       [2]int32  `json:"failures"` // count, of
	Slow           [2]int32  `json:"slow"`
}

// encoded is a list of them, the newest last.
func (t *transitions) encoded() json.RawMessage {
	if t.list != nil || len(t.ring) == 0 {
		return t.list
	}
	list := make([]transitionJSON, len(t.ring))
	for i := range list {
		kept := &t.ring[(t.oldest+i)%len(t.ring)]
		list[i] = transitionJSON{
			Time:           kept.at,
			From:           cb.State(kept.from).String(),
			To:             cb.State(kept.to).String(),
			Reason:         kept.reason,
			Observed:       kept.observed,
			FailuresInARow: kept.failuresInARow,
			Failures:       [2]int32{kept.failures, kept.failuresOf},
			Slow:           [2]int32{kept.slow, kept.slowOf},
		}
	}
	t.list = encode(list)
	return t.list
}
