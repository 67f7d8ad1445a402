package generator

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// The parsers refuse what would be taken for a field that was left out: an explicit zero.

func count(field func(*cb.Policy) *int) access {
	set := func(p *cb.Policy, value string) error {
		n, err := parseCount(value)
		if err == nil && n < 1 {
			err = errors.New("must be at least 1")
		}
		*field(p) = n
		return err
	}
	return access{set, func(p *cb.Policy) string { return unlessZero(*field(p), strconv.Itoa) }}
}

func parseCount(value string) (int, error) {
	n, err := strconv.Atoi(value)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, fmt.Errorf("%s is too large", value)
	case err != nil:
		return 0, fmt.Errorf("%q is not a whole number", value)
	}
	return n, nil
}

func duration(field func(*cb.Policy) *time.Duration) access {
	set := func(p *cb.Policy, value string) error {
		d, err := parseDuration(value)
		if err == nil && d <= 0 {
			err = errors.New("must be longer than 0s")
		}
		*field(p) = d
		return err
	}
	return access{set, func(p *cb.Policy) string { return unlessZero(*field(p), formatDuration) }}
}

// tooLong is a duration that Go cannot read although it is well-formed.
var tooLong = regexp.MustCompile(`^[-+]?([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+$`)

func parseDuration(value string) (time.Duration, error) {
	if d, err := time.ParseDuration(value); err == nil && value != "0" {
		return d, nil
	}
	if tooLong.MatchString(value) {
		return 0, fmt.Errorf("%s is too long: no duration is longer than ten years", value)
	}
	if _, err := strconv.ParseFloat(value, 64); err == nil {
		return 0, fmt.Errorf("%s has no unit: write %sms, %ss or %sm", value, value, value, value)
	}
	return 0, fmt.Errorf("%q is not a duration: write 50ms, 10s or 1m30s", value)
}

// formatDuration leaves out what Go adds to the directive's 5m: the seconds of 5m0s.
func formatDuration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

func share(field func(*cb.Policy) *cb.Rate) access {
	set := func(p *cb.Policy, value string) error {
		r, err := parseRate(value)
		if err == nil && r == 0 {
			err = errors.New("must be above 0%")
		}
		*field(p) = r
		return err
	}
	return access{set, func(p *cb.Policy) string { return unlessZero(*field(p), cb.Rate.String) }}
}

func parseRate(value string) (cb.Rate, error) {
	r, err := cb.ParseRate(value)
	if err != nil {
		if f, _ := strconv.ParseFloat(value, 64); f == 1 {
			return 0, fmt.Errorf("%s could mean either: write 100%%, or 1%%", value)
		}
		return 0, fmt.Errorf("%q is not a rate: %w", value, err)
	}
	return r, nil
}

func setWindow(p *cb.Policy, value string) error {
	w, err := cb.ParseWindow(value)
	if err != nil {
		return fmt.Errorf("%q is not a window: %w", value, err)
	}
	if w == (cb.Window{}) {
		return errors.New("must be at least 1 call, or 10ms")
	}
	p.Breaker.Window = w
	return nil
}

func getWindow(p *cb.Policy) string {
	if period := p.Breaker.Window.Period; period != 0 {
		return formatDuration(period)
	}
	return unlessZero(p.Breaker.Window.Calls, strconv.Itoa)
}

func setFactor(p *cb.Policy, value string) error {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return fmt.Errorf("%q is not a number", value)
	}
	if f == 0 {
		return errors.New("must be between 1 and 1000")
	}
	p.Breaker.Factor = f
	return nil
}

func getFactor(p *cb.Policy) string {
	return unlessZero(p.Breaker.Factor, func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) })
}

func setJitter(p *cb.Policy, value string) (err error) {
	p.Breaker.Jitter, err = parseRate(value)
	return err
}

// getJitter has a zero that says something: no jitter.
func getJitter(p *cb.Policy) string {
	return unlessZero(p.Breaker, func(b cb.Breaker) string { return b.Jitter.String() })
}

func setGroup(p *cb.Policy, value string) error {
	p.Breaker.Group = value
	return nil
}

func getGroup(p *cb.Policy) string { return p.Breaker.Group }

func setWait(p *cb.Policy, value string) (err error) {
	p.Bulkhead.Wait, err = parseDuration(value)
	return err
}

// getWait has a zero that says something: reject at once.
func getWait(p *cb.Policy) string {
	return unlessZero(p.Bulkhead, func(b cb.Bulkhead) string { return formatDuration(b.Wait) })
}

func setQueue(p *cb.Policy, value string) (err error) {
	p.Bulkhead.Queue, err = parseCount(value)
	return err
}

func getQueue(p *cb.Policy) string { return unlessZero(p.Bulkhead.Queue, strconv.Itoa) }

// unlessZero is the text of a field, empty if the field was left out.
func unlessZero[T comparable](field T, text func(T) string) string {
	var zero T
	if field == zero {
		return ""
	}
	return text(field)
}
