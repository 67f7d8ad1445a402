package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/cbgen/cbgen/examples/internal/faulty"
	"github.com/cbgen/cbgen/examples/internal/terminal"
	cb "github.com/cbgen/cbgen/runtime"
)

// A cue puts an upstream into another mood.
type cue struct {
	at       float64 // in thirtieths of the duration
	upstream string
	mood     faulty.Mood
}

var programme = []cue{
	{3, "reviews", faulty.Hanging},
	{8, "prices", faulty.Failing},
	{12, "reviews", faulty.Healthy},
	{14, "prices", faulty.Healthy},
	{17, "catalog", faulty.Slow},
	{22, "catalog", faulty.Healthy},
	{25, "reviews", faulty.Slow},
	{28, "reviews", faulty.Healthy},
}

// A show is visitors of the shop, and a line a second that says how they fare.
type show struct {
	out      io.Writer
	palette  terminal.Palette
	shop     *shop
	duration time.Duration // zero: until somebody ends it, without a programme
	rate     int           // visitors a second

	moods    map[string]faulty.Mood // of the upstreams, as has been told
	visitors sync.WaitGroup
	mu       sync.Mutex
	second   visits
	total    visits
}

// What a visitor gets.
const (
	complete    = iota
	partial     // a page without the review, or with an old price or none
	unavailable // at once, because the catalog rejects
	failed      // anything else
)

// visits are how many have got what.
type visits [failed + 1]int

// run gives the show until it ends or ctx is done.
func (s *show) run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.moods = s.shop.moods()
	s.visitors.Go(func() { s.open(ctx) })
	s.follow(ctx)
	cancel()
	s.visitors.Wait()
	fmt.Fprintf(s.out, "\n%d pages complete, %d without something, %d visitors turned away at once, %d failed\n",
		s.total[complete], s.total[partial], s.total[unavailable], s.total[failed])
}

// open lets visitors in at a constant rate, whatever becomes of those before.
func (s *show) open(ctx context.Context) {
	ticker := time.NewTicker(time.Second / time.Duration(s.rate))
	defer ticker.Stop()
	client := s.shop.callers()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		s.visitors.Go(func() {
			if outcome := s.visit(ctx, client); ctx.Err() == nil {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.second[outcome]++
				s.total[outcome]++
			}
		})
	}
}

func (s *show) visit(ctx context.Context, client *http.Client) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.shop.front.URL+"/products/teapot", nil)
	if err != nil {
		return failed
	}
	response, err := client.Do(request)
	if err != nil {
		return failed
	}
	defer response.Body.Close()
	var p page
	switch {
	case response.StatusCode == http.StatusServiceUnavailable:
		return unavailable
	case response.StatusCode != http.StatusOK, json.NewDecoder(response.Body).Decode(&p) != nil:
		return failed
	case p.Price == nil, p.Stale, p.Review == nil:
		return partial
	}
	return complete
}

// follow gives the cues, and prints the lines.
func (s *show) follow(ctx context.Context) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	began := time.Now()
	for cues := programme; ; {
		select {
		case <-ctx.Done():
			return
		case <-second.C:
		}
		since := time.Since(began)
		s.tellMoods()
		s.printSecond(ctx, since)
		if s.duration == 0 {
			continue
		}
		if since >= s.duration {
			return
		}
		for len(cues) > 0 && time.Duration(cues[0].at/30*float64(s.duration)) <= since {
			s.shop.servers[cues[0].upstream].SetMood(cues[0].mood)
			cues = cues[1:]
		}
		s.tellMoods()
	}
}

// tellMoods says which upstreams are in another mood, be it by a cue or because a visitor has
// asked for it.
func (s *show) tellMoods() {
	moods := s.shop.moods()
	for _, u := range upstreams {
		if moods[u.name] != s.moods[u.name] {
			fmt.Fprintln(s.out, s.palette.Paint(terminal.Bold, fmt.Sprintf("     ── the %s: %s", u.name, moods[u.name])))
		}
	}
	s.moods = moods
}

const headings = `     complete partial unavailable failed   catalog   prices    reviews
`

func (s *show) printSecond(ctx context.Context, since time.Duration) {
	s.mu.Lock()
	v := s.second
	s.second = visits{}
	s.mu.Unlock()

	var states strings.Builder
	for _, u := range upstreams {
		states.WriteString(s.state(u.guard))
	}
	fmt.Fprintf(s.out, "%3.0fs%9d%8d%12d%7d   %s%s\n", since.Seconds(),
		v[complete], v[partial], v[unavailable], v[failed], states.String(), s.readiness(ctx))
}

func (s *show) state(guard string) string {
	state := s.shop.guards.Lookup(guard)[0].State()
	colour := map[cb.State]string{cb.Closed: terminal.Green, cb.HalfOpen: terminal.Yellow, cb.Open: terminal.Red}[state]
	return s.palette.Paint(colour, fmt.Sprintf("%-10s", state))
}

// readiness is what a load balancer would make of the health page.
func (s *show) readiness(ctx context.Context) string {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.shop.front.URL+"/health/circuits?ready=1", nil)
	if err != nil {
		return "?"
	}
	response, err := s.shop.callers().Do(request)
	if err != nil {
		return "?"
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return s.palette.Paint(terminal.Red, "not ready")
	}
	return "ready"
}
