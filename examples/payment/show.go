package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/cbgen/cbgen/examples/internal/faulty"
	"github.com/cbgen/cbgen/examples/internal/network"
	"github.com/cbgen/cbgen/examples/internal/pages"
	"github.com/cbgen/cbgen/examples/internal/terminal"
	cb "github.com/cbgen/cbgen/runtime"
)

// A show is the two sides going through the same outages at the same time.
type show struct {
	out           io.Writer
	palette       terminal.Palette
	duration      time.Duration
	rate          int // charges a second, on each side
	guarded, bare *side
	outages       []*outage

	pages pages.Server // of the guards
}

// An outage is one of the provider's, and how each side got through it.
type outage struct {
	mood          faulty.Mood
	began, ended  time.Time // not ended: the show ended first
	guarded, bare passage
}

// A passage is how a side got through an outage: what happened in it, and after it.
type passage struct{ during, after stretch }

// A cue tells the provider what to be from now on.
type cue struct {
	at   float64 // in twentieths of the duration
	mood faulty.Mood
	says string
}

var programme = []cue{
	{0, faulty.Healthy, "the provider is healthy: it answers within 30 ms"},
	{3, faulty.Slow, "the provider turns slow"},
	{6, faulty.Healthy, "the provider is healthy again"},
	{8, faulty.Failing, "the provider fails: every call gets an error"},
	{10, faulty.Healthy, "the provider is healthy again"},
	{12, faulty.Hanging, "the provider hangs: it does not answer at all"},
	{17, faulty.Healthy, "the provider is healthy again"},
}

func newShow(out io.Writer, n network.Network, address string, duration time.Duration, rate int) (*show, error) {
	s := &show{out: out, palette: terminal.NewPalette(out), duration: duration, rate: rate}
	guards := new(cb.Registry)
	var err error
	if s.guarded, err = newSide(n, s.at(1), guards); err != nil {
		return nil, err
	}
	if s.bare, err = newSide(n, s.at(1), nil); err != nil {
		s.guarded.close()
		return nil, err
	}
	if err := s.pages.Open(n, address, pages.Handler(guards)); err != nil {
		s.guarded.close()
		s.bare.close()
		return nil, err
	}
	return s, nil
}

// at is the moment in the show that is so many twentieths into it.
func (s *show) at(twentieths float64) time.Duration {
	return time.Duration(twentieths / 20 * float64(s.duration))
}

// patience is how long a caller waits before it hangs up.
func (s *show) patience() time.Duration { return s.at(2) }

// run gives the show, until it ends or ctx is done, and then the table.
func (s *show) run(ctx context.Context) {
	fmt.Fprintf(s.out, introduction, s.rate, refunds(s.rate), s.patience())
	fmt.Fprint(s.out, legend)
	pages.Announce(s.out, s.pages.URL)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.guarded.run(ctx, s.rate, s.patience())
	s.bare.run(ctx, s.rate, s.patience())

	s.follow(ctx)
	s.endStretch(time.Now())
	cancel()
	s.close()
	s.printTable()
}

// close ends everything, once the callers have been told to.
func (s *show) close() {
	s.guarded.close()
	s.bare.close()
	s.pages.Close()
}

// follow gives the cues and prints a line a second for each method. The cues wait for the
// full second, so that no line is about two moods of the provider.
func (s *show) follow(ctx context.Context) {
	began := time.Now()
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for now, cues := time.Duration(0), programme; ; {
		for len(cues) > 0 && s.at(cues[0].at) <= now {
			s.printCue(now, cues[0].says)
			s.give(cues[0])
			cues = cues[1:]
		}
		if now >= s.duration {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-second.C:
			now = time.Since(began)
			s.printSecond(now)
		}
	}
}

// give puts both providers into another mood.
func (s *show) give(c cue) {
	now := time.Now()
	s.endStretch(now)
	if last := s.lastOutage(); last != nil && last.ended.IsZero() {
		last.ended = now
	}
	if c.mood != faulty.Healthy {
		s.outages = append(s.outages, &outage{mood: c.mood, began: now})
	}
	s.guarded.provider.SetMood(c.mood)
	s.bare.provider.SetMood(c.mood)
}

// endStretch keeps how it went since the last cue: during the last outage, or after it.
func (s *show) endStretch(now time.Time) {
	guarded, bare := s.guarded.endStretch(now), s.bare.endStretch(now)
	switch last := s.lastOutage(); {
	case last == nil:
	case last.ended.IsZero():
		last.guarded.during, last.bare.during = guarded, bare
	default:
		last.guarded.after, last.bare.after = guarded, bare
	}
}

func (s *show) lastOutage() *outage {
	if len(s.outages) == 0 {
		return nil
	}
	return s.outages[len(s.outages)-1]
}
