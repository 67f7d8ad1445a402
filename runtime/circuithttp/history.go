package circuithttp

import (
	"encoding/json"
	"sync"
	"time"
	"weak"

	cb "github.com/cbgen/cbgen/runtime"
)

const (
	// step is how often the totals of every guard are taken, and steps how many are kept: the
	// last ten minutes.
	step  = 5 * time.Second
	steps = 120
)

// A history is what has become of the circuits lately, whether or not anybody looks. It takes
// some 1.5 KB for a circuit that has been called in the last ten minutes, and up to 3.1 KB for
// its transitions.
type history struct {
	registry *cb.Registry
	begun    time.Time
	listener *cb.Listener

	mu      sync.Mutex
	taken   int       // how many times the totals have been
	latest  time.Time // when they were last
	records map[uint64]*record
}

// A record is the history of one circuit.
type record struct {
	seen        int // the number of the last taking at which it was there
	from        int // that of the taking from which on it is known
	at          sums
	flows       []flow // a ring of what came in each step; nil until there is anything
	busy        int    // the last step in which anything came
	transitions transitions
}

// sums are how many calls there have been since the guard was made.
type sums struct{ calls, failures, rejected uint64 }

func sumsOf(t *cb.Totals) sums {
	return sums{
		calls:    t.Successes + t.Failures + t.Ignored + t.Cancelled,
		failures: t.Failures,
		rejected: t.RejectedOpen + t.RejectedFull,
	}
}

// A flow is how many calls there were in a step.
type flow struct{ calls, failures, rejected uint32 }

func (s sums) since(earlier sums) flow {
	return flow{uint32(s.calls - earlier.calls), uint32(s.failures - earlier.failures), uint32(s.rejected - earlier.rejected)}
}

// keepHistory begins one. It keeps itself going as long as somebody holds it.
func keepHistory(r *cb.Registry) *history {
	h := &history{registry: r, begun: time.Now(), records: make(map[uint64]*record)}
	kept := weak.Make(h)
	h.listener = r.Listen(func(e cb.Event) {
		if h := kept.Value(); h != nil {
			h.note(e)
		}
	})
	h.take()
	goOn(kept, h.listener)
	return h
}

func goOn(kept weak.Pointer[history], listener *cb.Listener) {
	time.AfterFunc(step, func() {
		h := kept.Value()
		if h == nil {
			listener.Stop()
			return
		}
		h.take()
		goOn(kept, listener)
	})
}

// take takes the totals of every guard.
func (h *history) take() {
	snapshots := snapshotsOf(h.registry, everyName)
	h.mu.Lock()
	defer h.mu.Unlock()

	h.taken++
	h.latest = time.Now()
	for i := range snapshots {
		s := &snapshots[i]
		h.record(s.ID).take(h.taken, sumsOf(&s.Totals))
	}
	for id, r := range h.records {
		if h.taken-r.seen > 1 { // one that was missing only now may have been made meanwhile
			delete(h.records, id)
		}
		r.transitions.list = nil
	}
}

func everyName(string) bool { return true }

func (h *history) record(id uint64) *record {
	r := h.records[id]
	if r == nil {
		r = &record{seen: h.taken}
		h.records[id] = r
	}
	return r
}

func (r *record) take(number int, at sums) {
	switch {
	case r.from != 0:
	case number == 1:
		r.from, r.at = number, at // when that came nobody knows
	default:
		r.from = number - 1 // it has been made since then, and all has come since
	}
	came := at.since(r.at)
	r.seen, r.at = number, at
	if came != (flow{}) {
		r.busy = number
		if r.flows == nil {
			r.flows = make([]flow, steps)
		}
	}
	if r.flows == nil {
		return
	}
	r.flows[number%steps] = came
	if number-r.busy >= steps {
		r.flows = nil
	}
}

// note keeps a transition.
func (h *history) note(e cb.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()

	h.record(e.ID).transitions.add(e)
}

// A timeline is a circuit's history, for the page.
type timeline struct {
	From     int64     `json:"from"` // milliseconds: nothing is known of what was before
	Step     int64     `json:"step"` // milliseconds
	End      int64     `json:"end"`  // of the last step
	Calls    []uint32  `json:"calls"`
	Failures []uint32  `json:"failures"`
	Rejected []uint32  `json:"rejected"`
	Total    [3]uint64 `json:"total"` // calls, failures and rejections at End
}

func (h *history) timeline(id uint64) timeline {
	h.mu.Lock()
	defer h.mu.Unlock()

	r := h.record(id)
	t := timeline{
		From:  max(h.begun.UnixMilli(), h.latest.Add(time.Duration(r.from-h.taken)*step).UnixMilli()),
		Step:  step.Milliseconds(),
		End:   h.latest.UnixMilli(),
		Total: [3]uint64{r.at.calls, r.at.failures, r.at.rejected},
	}
	if r.flows == nil {
		return t
	}
	for number := max(r.from, h.taken-steps) + 1; number <= h.taken; number++ {
		came := r.flows[number%steps]
		t.Calls = append(t.Calls, came.calls)
		t.Failures = append(t.Failures, came.failures)
		t.Rejected = append(t.Rejected, came.rejected)
	}
	return t
}

// transitionsOf are those of a circuit that are kept, as JSON, for whoever knows them up to that
// generation: none if nothing has happened since. Newest is the generation that began last.
func (h *history) transitionsOf(id, known uint64) (list json.RawMessage, newest uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()

	r := h.records[id]
	switch {
	case r == nil:
		return nil, 0
	case r.transitions.newest == known:
		return nil, known
	}
	return r.transitions.encoded(), r.transitions.newest
}
