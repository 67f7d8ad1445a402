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

// A verb is what a directive can say, and the keys it takes.
type verb struct {
	name     string
	zero     cb.Policy // what a directive without keys means, before the defaults
	keys     []key
	required string // a key that has no default
}

// A key is one argument of a verb.
type key struct {
	name    string
	example string // a value, for messages
	set     func(p *cb.Policy, value string) error
}

var breaker = verb{
	name: "breaker",
	zero: cb.Policy{Breaker: cb.Breaker{Factor: 1, Jitter: cb.DefaultJitter}},
	keys: []key{
		{"failures", "5", count(func(p *cb.Policy) *int { return &p.Breaker.Failures })},
		{"rate", "50%", share(func(p *cb.Policy) *cb.Rate { return &p.Breaker.Rate })},
		{"window", "100", setWindow},
		{"min", "20", count(func(p *cb.Policy) *int { return &p.Breaker.Min })},
		{"slow", "2s", duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.Slow })},
		{"slowrate", "50%", share(func(p *cb.Policy) *cb.Rate { return &p.Breaker.SlowRate })},
		{"open", "30s", duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.Open })},
		{"factor", "2", setFactor},
		{"maxopen", "5m", duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.MaxOpen })},
		{"jitter", "20%", setJitter},
		{"probes", "3", count(func(p *cb.Policy) *int { return &p.Breaker.Probes })},
		{"halfopen", "30s", duration(func(p *cb.Policy) *time.Duration { return &p.Breaker.HalfOpen })},
		{"group", "writes", setGroup},
	},
}

var bulkhead = verb{
	name:     "bulkhead",
	required: "max",
	keys: []key{
		{"max", "64", count(func(p *cb.Policy) *int { return &p.Bulkhead.Max })},
		{"wait", "50ms", setWait},
		{"queue", "100", setQueue},
	},
}

var skip = verb{name: "skip"}

var verbs = []*verb{&breaker, &bulkhead, &skip}

func verbNamed(name string) *verb {
	for _, v := range verbs {
		if v.name == name {
			return v
		}
	}
	return nil
}

func verbNames() []string {
	var names []string
	for _, v := range verbs {
		names = append(names, v.name)
	}
	return names
}

func listVerbs() string { return strings.Join(verbNames(), ", ") }

func (v *verb) key(name string) *key {
	for i := range v.keys {
		if v.keys[i].name == name {
			return &v.keys[i]
		}
	}
	return nil
}

func (v *verb) keyNames() []string {
	var names []string
	for _, k := range v.keys {
		names = append(names, k.name)
	}
	return names
}

func (v *verb) listKeys() string { return strings.Join(v.keyNames(), ", ") }

// The parsers refuse what would be taken for a field that was left out: an explicit zero.

func count(field func(*cb.Policy) *int) func(*cb.Policy, string) error {
	return func(p *cb.Policy, value string) error {
		n, err := parseCount(value)
		if err == nil && n < 1 {
			err = errors.New("must be at least 1")
		}
		*field(p) = n
		return err
	}
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

func duration(field func(*cb.Policy) *time.Duration) func(*cb.Policy, string) error {
	return func(p *cb.Policy, value string) error {
		d, err := parseDuration(value)
		if err == nil && d <= 0 {
			err = errors.New("must be longer than 0s")
		}
		*field(p) = d
		return err
	}
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

func share(field func(*cb.Policy) *cb.Rate) func(*cb.Policy, string) error {
	return func(p *cb.Policy, value string) error {
		r, err := parseRate(value)
		if err == nil && r == 0 {
			err = errors.New("must be above 0%")
		}
		*field(p) = r
		return err
	}
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

func setJitter(p *cb.Policy, value string) (err error) {
	p.Breaker.Jitter, err = parseRate(value)
	return err
}

func setGroup(p *cb.Policy, value string) error {
	p.Breaker.Group = value
	return nil
}

func setWait(p *cb.Policy, value string) (err error) {
	p.Bulkhead.Wait, err = parseDuration(value)
	return err
}

func setQueue(p *cb.Policy, value string) (err error) {
	p.Bulkhead.Queue, err = parseCount(value)
	return err
}
