package main

import (
	"fmt"
	"time"
)

// printTable compares the sides.
func (s *show) printTable() {
	row := func(name string, guarded, bare any) {
		fmt.Fprintf(s.out, "%-32s%10v%10v\n", name, guarded, bare)
	}
	guarded, bare := s.guarded.totals(), s.bare.totals()
	fmt.Fprintln(s.out)
	row("", "guarded", "bare")
	row("callers", guarded.callers(), bare.callers())
	row("  calls served", guarded.served, bare.served)
	row("  turned away by the guard", guarded.rejected, "–")
	row("  failed by the provider", guarded.failed, bare.failed)
	row("  hung up after "+s.patience().String(), guarded.hungUp, bare.hungUp)
	row("  in flight at the end", guarded.cutOff, bare.cutOff)
	row("time they waited, all together", brief(guarded.waited), brief(bare.waited))
	for _, o := range s.outages {
		fmt.Fprintf(s.out, "\nwhen the provider was %s\n", o.mood)
		row("  callers stuck at worst", o.guarded.during.stuck, o.bare.during.stuck)
		row("  time to notice the outage", o.noticed(o.guarded.during.opened), o.noticed(o.bare.during.failed))
		row("  time to recover from it", o.recovered(o.guarded.after.closed), o.recovered(o.bare.after.served))
	}
	fmt.Fprint(s.out, explanation)
}

const explanation = `
Served: a guard also turns callers away from a slow provider, and until it knows
that an outage is over. The bare side serves them, and holds all who wait.
Stuck: so many charges, plus so many refunds, waited for an answer at once.
To notice: until a circuit opened. The bare side has nothing that notices; there
it is the time until a caller got an error, which a slow provider never gives.
To recover: from the end of the outage until all circuits were closed; on the
bare side, until a new call was served.
`

func (o *outage) noticed(at time.Time) string {
	switch {
	case !at.IsZero():
		return brief(at.Sub(o.began))
	case o.ended.IsZero():
		return "not yet"
	default:
		return "never"
	}
}

func (o *outage) recovered(at time.Time) string {
	switch {
	case !at.IsZero():
		return brief(at.Sub(o.ended))
	case o.ended.IsZero():
		return "not over"
	default:
		return "not yet"
	}
}

func brief(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "<1ms"
	case d < time.Second:
		return fmt.Sprintf("%dms", d.Milliseconds())
	default:
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
}
