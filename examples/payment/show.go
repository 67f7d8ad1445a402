package main

import (
	"context"
	"fmt"
	"io"
	"time"
)

// A show is the two sides going through the same outages at the same time.
type show struct {
	out           io.Writer
	duration      time.Duration
	rate          int // charges a second, on each side
	guarded, bare *side
	outages       []*outage
}

// An outage is one of the provider's, and how each side got through it.
type outage struct {
	mood          mood
	began, ended  time.Time
	guarded, bare passage
}

// A passage is how a side got through an outage: what happened in it, and after it.
type passage struct{ during, after stretch }

// The programme, in twentieths of the duration.
var programme = []struct {
	at   float64
	mood mood
	says string
}{
	{0, healthy, "the provider is healthy: it answers within 30 ms"},
	{3, slow, "the provider turns slow"},
	{6, healthy, "the provider is healthy again"},
	{8, failing, "the provider fails: every call gets an error"},
	{11, healthy, "the provider is healthy again"},
	{12.5, hanging, "the provider hangs: it does not answer at all"},
	{16.5, healthy, "the provider is healthy again"},
}

func newShow(out io.Writer, duration time.Duration, rate int) (*show, error) {
	s := &show{out: out, duration: duration, rate: rate}
	var err error
	if s.guarded, err = newSide("guarded", s.at(1), true); err != nil {
		return nil, err
	}
	if s.bare, err = newSide("bare", s.at(1), false); err != nil {
		s.guarded.close()
		return nil, err
	}
	return s, nil
}

// at is the moment in the show that is so many twentieths into it.
func (s *show) at(twentieths float64) time.Duration {
	return time.Duration(twentieths / 20 * float64(s.duration))
}

// run gives the show, until it ends or ctx is done, and then the table.
func (s *show) run(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, s.duration)
	defer cancel()
	patience := s.at(2)
	s.guarded.run(ctx, s.rate, patience)
	s.bare.run(ctx, s.rate, patience)
	fmt.Fprintf(s.out, introduction, s.rate, max(s.rate/4, 1), patience)

	s.follow(ctx)
	s.endStretch()
	cancel()
	s.guarded.close()
	s.bare.close()
	s.printSummary()
}

// follow prints a line a second for each method, and gives the cues.
func (s *show) follow(ctx context.Context) {
	began := time.Now()
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for next := 0; ; {
		cue := make(<-chan time.Time)
		if next < len(programme) {
			cue = time.After(time.Until(began.Add(s.at(programme[next].at))))
		}
		select {
		case <-ctx.Done():
			return
		case <-cue:
			fmt.Fprintf(s.out, "%5.1fs  ── %s\n", time.Since(began).Seconds(), programme[next].says)
			s.cue(programme[next].mood)
			next++
		case <-second.C:
			s.printSecond(time.Since(began))
		}
	}
}

// cue puts both providers into another mood.
func (s *show) cue(m mood) {
	s.endStretch()
	s.guarded.provider.setMood(m)
	s.bare.provider.setMood(m)
	if m != healthy {
		s.outages = append(s.outages, &outage{mood: m, began: time.Now()})
	}
}

// endStretch keeps how it went since the last cue: during the last outage, or after it.
func (s *show) endStretch() {
	guarded, bare := s.guarded.endStretch(), s.bare.endStretch()
	if len(s.outages) == 0 {
		return
	}
	last := s.outages[len(s.outages)-1]
	if last.ended.IsZero() {
		last.ended = time.Now()
		last.guarded.during, last.bare.during = guarded, bare
		return
	}
	last.guarded.after, last.bare.after = guarded, bare
}
