package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
)

const introduction = `Two copies of one service call a payment provider: the guarded one through the
client that cbgen wrote, the bare one directly. On each side %d charges and %d
refunds begin every second, and a caller hangs up after %v.

                    ───────────────── guarded ─────────────────  ───────────── bare ─────────────
   time  method     state      ok fail  rej stuck    p50    p99     ok fail stuck    p50    p99
`

// printSecond prints how the last second went: a line for each method.
func (s *show) printSecond(since time.Duration) {
	for i, method := range []string{"Charge", "Refund"} {
		guarded, guardedStuck := s.guarded.meter(i).take()
		bare, bareStuck := s.bare.meter(i).take()
		when := ""
		if i == 0 {
			when = fmt.Sprintf("%5.1fs", since.Seconds())
		}
		fmt.Fprintf(s.out, "%6s  %-9s  %-9s%4d%5d%5d%6d%7s%7s   %4d%5d%6d%7s%7s\n",
			when, method,
			s.guarded.state(i), guarded.served, guarded.errors(), guarded.rejected, guardedStuck,
			short(guarded.quantile(0.50)), short(guarded.quantile(0.99)),
			bare.served, bare.errors(), bareStuck,
			short(bare.quantile(0.50)), short(bare.quantile(0.99)))
	}
}

func (s *side) meter(method int) *meter { return []*meter{&s.charge, &s.refund}[method] }

// short is a duration in at most six characters.
func short(d time.Duration) string {
	switch {
	case d == 0:
		return "–"
	case d < time.Millisecond:
		return fmt.Sprintf("%dµs", d.Microseconds())
	case d < time.Second:
		return fmt.Sprintf("%dms", d.Milliseconds())
	default:
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
}

// printSummary prints the table at the end.
func (s *show) printSummary() {
	fmt.Fprintln(s.out)
	table := tabwriter.NewWriter(s.out, 0, 0, 3, ' ', 0)
	row := func(cells ...string) { fmt.Fprintln(table, strings.Join(cells, "\t")) }

	guarded, bare := s.guarded.totals(), s.bare.totals()
	row("", "guarded", "bare")
	row("calls served", fmt.Sprint(guarded.served), fmt.Sprint(bare.served))
	row("turned away at once", fmt.Sprint(guarded.rejected), "–")
	row("failed by the provider", fmt.Sprint(guarded.failed), fmt.Sprint(bare.failed))
	row("waited in vain", fmt.Sprint(guarded.gaveUp), fmt.Sprint(bare.gaveUp))
	row("time wasted by callers", short(guarded.wasted), short(bare.wasted))
	for _, o := range s.outages {
		row()
		row("the provider is " + string(o.mood))
		row("  callers stuck at worst", fmt.Sprint(o.guarded.during.stuck), fmt.Sprint(o.bare.during.stuck))
		row("  time to notice", after(o.began, o.guarded.during.opened), after(o.began, o.bare.during.failed))
		row("  time to recover", after(o.ended, o.guarded.after.closed), after(o.ended, o.bare.after.served))
	}
	table.Flush()
	fmt.Fprint(s.out, explanation)
}

const explanation = `
To notice: until a circuit opened; on the bare side, until the first caller got an error.
To recover: until all circuits were closed; on the bare side, until a call was served.
`

// totals are how the side's calls went, of both methods.
func (s *side) totals() tally {
	sum := s.charge.total
	sum.served += s.refund.total.served
	sum.rejected += s.refund.total.rejected
	sum.failed += s.refund.total.failed
	sum.gaveUp += s.refund.total.gaveUp
	sum.wasted += s.refund.total.wasted
	return sum
}

// after is how long after a moment something happened.
func after(began, happened time.Time) string {
	if began.IsZero() || happened.IsZero() {
		return "never"
	}
	return short(happened.Sub(began))
}
