package runtime

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The parsers read a key's value. They refuse a zero that would be taken for a field that was
// left out.

func parseCount(text string) (int, error) {
	n, err := parseNumber(text)
	if err == nil && n < 1 {
		err = errors.New("must be at least 1")
	}
	return n, err
}

func parseAttempts(text string) (int, error) {
	n, err := parseNumber(text)
	if err == nil && n < 2 {
		err = errors.New(tooFewAttempts)
	}
	return n, err
}

const tooFewAttempts = "must be at least 2: how many calls may be made for one, the first included"

func parseNumber(text string) (int, error) {
	n, err := strconv.Atoi(text)
	switch {
	case errors.Is(err, strconv.ErrRange), n > math.MaxInt32: // a generated file compiles for 32 bits too
		return 0, fmt.Errorf("%s is too large", text)
	case err != nil:
		return 0, fmt.Errorf("%q is not a whole number", text)
	}
	return n, nil
}

func parsePeriod(text string) (time.Duration, error) {
	d, err := parseDuration(text)
	if err == nil && d <= 0 {
		err = errors.New("must be longer than 0s")
	}
	return d, err
}

// endless is a duration that Go cannot read although it is well-formed.
var endless = regexp.MustCompile(`^[-+]?([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+$`)

func parseDuration(text string) (time.Duration, error) {
	if d, err := time.ParseDuration(text); err == nil && text != "0" {
		return d, nil
	}
	if endless.MatchString(text) {
		return 0, fmt.Errorf("%s is too long: no duration is longer than ten years", text)
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return 0, fmt.Errorf("%s has no unit: write %sms, %ss or %sm", text, text, text, text)
	}
	return 0, fmt.Errorf("%q is not a duration: write 50ms, 10s or 1m30s", text)
}

// formatDuration leaves out what Go adds to a directive's 5m: the seconds of 5m0s.
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

func parseShare(text string) (Rate, error) {
	r, err := parseRate(text)
	if err == nil && r == 0 {
		err = errors.New("must be above 0%")
	}
	return r, err
}

func parseRate(text string) (Rate, error) {
	r, err := ParseRate(text)
	if err != nil {
		if f, _ := strconv.ParseFloat(text, 64); f == 1 {
			return 0, fmt.Errorf("%s could mean either: write 100%%, or 1%%", text)
		}
		return 0, fmt.Errorf("%q is not a rate: %w", text, err)
	}
	return r, nil
}

func parseWindow(text string) (Window, error) {
	w, err := ParseWindow(text)
	if err != nil {
		return w, fmt.Errorf("%q is not a window: %w", text, err)
	}
	if w == (Window{}) {
		return w, errors.New("must be at least 1 call, or 10ms")
	}
	return w, nil
}

func parseFactor(text string) (float64, error) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number", text)
	}
	if f == 0 {
		return 0, errors.New("must be between 1 and 1000")
	}
	return f, nil
}

func formatFactor(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func parseName(text string) (string, error) {
	if text == "" {
		return "", errors.New("needs a name")
	}
	return text, nil
}
