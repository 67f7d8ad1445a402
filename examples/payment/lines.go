package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/cbgen/cbgen/examples/internal/terminal"
	cb "github.com/cbgen/cbgen/runtime"
)

const introduction = `Two copies of one service call a payment provider, which is a real HTTP server:
one through the client that cbgen wrote, guarded; the other directly, bare. On
each side %d charges and %d refunds begin every second, and a caller hangs up
after %v.

`

// legend explains the columns: to those who watch, and in the manual.
const legend = `  state    what the circuit breaker does: closed, open or half_open (it probes)
  calls    calls that reached the provider and ended within the last second
  fail     failures: those of them that got an error, or whose caller hung up
  rej      rejections: callers turned away by the guard, not by the provider
  fly      in flight: callers who wait for an answer right now
  p50 p99  milliseconds that half of the calls, and 99 % of them, took at most
`

const headings = `                      ─────────── guarded ──────────  ────────── bare ─────────
    method state      calls fail  rej  fly  p50  p99  calls fail  fly  p50  p99
`

// printCue says what happens to the provider.
func (s *show) printCue(since time.Duration, says string) {
	line := fmt.Sprintf("%2.0fs ── %s", since.Seconds(), says)
	fmt.Fprintf(s.out, "\n%s\n%s", s.palette.Paint(terminal.Bold, line), headings)
}

// printSecond prints how the last second went: a line for each method.
func (s *show) printSecond(since time.Duration) {
	for i, method := range methods {
		when := ""
		if i == 0 {
			when = fmt.Sprintf("%.0fs", since.Seconds())
		}
		guarded, bare := s.guarded.meters[i].take(), s.bare.meters[i].take()
		fmt.Fprintf(s.out, "%3s %-6s %s%6d%s%5d%5d%s%7d%s%5d%s\n",
			when, method, s.state(s.guarded.guards[i].State()),
			guarded.calls(), s.failures(guarded), guarded.rejected, guarded.inFlight, latencies(guarded),
			bare.calls(), s.failures(bare), bare.inFlight, latencies(bare))
	}
}

func (s *show) state(state cb.State) string {
	colour := map[cb.State]string{cb.Closed: terminal.Green, cb.HalfOpen: terminal.Yellow, cb.Open: terminal.Red}[state]
	return s.palette.Paint(colour, fmt.Sprintf("%-9s", state))
}

func (s *show) failures(of second) string {
	text := fmt.Sprintf("%5d", of.failures())
	if of.failures() > 0 {
		return s.palette.Paint(terminal.Red, text)
	}
	return text
}

func latencies(of second) string {
	if len(of.took) == 0 {
		return fmt.Sprintf("%5s%5s", "–", "–")
	}
	return fmt.Sprintf("%5s%5s", millis(of.quantile(0.50)), millis(of.quantile(0.99)))
}

func millis(d time.Duration) string {
	if d < time.Millisecond {
		return "<1"
	}
	return strconv.FormatInt(d.Milliseconds(), 10)
}
