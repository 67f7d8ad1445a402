package circuithttp

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A view is what a page shows of all circuits: those whose names contain the text, in that
// state, in that order, and of these the first so many.
type view struct {
	text  string // in lower case
	state string // empty for all
	order string
	limit int
}

// defaultLimit and maxLimit are how many circuits a page shows.
const (
	defaultLimit = 50
	maxLimit     = 1000
)

// orders compare entries; of equal ones the worst comes first.
var orders = map[string]func(a, b *entry) int{
	"worst":   func(a, b *entry) int { return 0 },
	"name":    byName,
	"rate":    func(a, b *entry) int { return cmp.Compare(b.snapshot.Failures.Rate(), a.snapshot.Failures.Rate()) },
	"calls":   func(a, b *entry) int { return cmp.Compare(b.calls(), a.calls()) },
	"changed": func(a, b *entry) int { return b.snapshot.Since.Compare(a.snapshot.Since) },
}

func byName(a, b *entry) int {
	return cmp.Or(cmp.Compare(a.snapshot.Name, b.snapshot.Name), cmp.Compare(a.snapshot.ID, b.snapshot.ID))
}

func (e *entry) calls() uint64 {
	t := &e.snapshot.Totals
	return t.Successes + t.Failures + t.Ignored + t.Cancelled + t.RejectedOpen + t.RejectedFull
}

func worst(a, b *entry) int {
	critical := 0
	switch {
	case a.critical && !b.critical:
		critical = -1
	case b.critical && !a.critical:
		critical = 1
	}
	return cmp.Or(cmp.Compare(b.rank, a.rank), critical, byName(a, b))
}

// viewOf reads what the page asks for, and the numbers of circuits that it shows in any case,
// because somebody is reading about them.
func viewOf(query url.Values) (v view, also []uint64, err error) {
	v = view{order: "worst", limit: defaultLimit}
	v.text = strings.ToLower(query.Get("text"))
	v.state = query.Get("state")
	if order := query.Get("order"); order != "" {
		v.order = order
	}
	if orders[v.order] == nil {
		return v, nil, fmt.Errorf("unknown order %q", v.order)
	}
	if limit := query.Get("limit"); limit != "" {
		n, err := strconv.Atoi(limit)
		if err != nil || n < 1 || n > maxLimit {
			return v, nil, fmt.Errorf("limit must be between 1 and %d", maxLimit)
		}
		v.limit = n
	}
	for id := range strings.SplitSeq(query.Get("also"), ",") {
		if n, err := strconv.ParseUint(id, 10, 64); err == nil && len(also) < maxLimit {
			also = append(also, n)
		}
	}
	return v, also, nil
}

// pick is what a view shows of the frame. Views that are alike share it.
func (f *frame) pick(v view) (shown []*entry, matched int) {
	all := v
	all.limit = 0
	f.mu.Lock()
	defer f.mu.Unlock()

	picked, ok := f.picks[all]
	if !ok {
		picked = v.matching(f.entries)
		order := orders[v.order]
		slices.SortFunc(picked, func(a, b *entry) int { return cmp.Or(order(a, b), worst(a, b)) })
		f.picks[all] = picked
	}
	return picked[:min(v.limit, len(picked))], len(picked)
}

// with is the entries, and behind them those with these numbers that are not among them.
func (f *frame) with(shown []*entry, also []uint64) []*entry {
	missing := make(map[uint64]bool, len(also))
	for _, id := range also {
		missing[id] = true
	}
	for _, e := range shown {
		delete(missing, e.snapshot.ID)
	}
	if len(missing) == 0 {
		return shown
	}
	shown = slices.Clone(shown)
	for _, e := range f.entries {
		if missing[e.snapshot.ID] {
			shown = append(shown, e)
		}
	}
	return shown
}

func (v view) matching(entries []*entry) []*entry {
	var found []*entry
	for _, e := range entries {
		if (v.state == "" || v.state == e.snapshot.State.String()) &&
			(v.text == "" || strings.Contains(strings.ToLower(e.snapshot.Name), v.text)) {
			found = append(found, e)
		}
	}
	return found
}
