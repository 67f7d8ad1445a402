package endtoend

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"
)

func TestAlertsAreValid(t *testing.T) {
	groups, errs := rulefmt.ParseFile(alertsFile, false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
	require.NoError(t, errors.Join(errs...))
	for _, rule := range groups.Groups[0].Rules {
		require.NotEmpty(t, rule.Labels["severity"], rule.Alert)
		require.NotEmpty(t, rule.Annotations["summary"], rule.Alert)
		require.NotEmpty(t, rule.Annotations["description"], rule.Alert)
	}
}

// Series are in promtool's notation: 0x4 is a value and four more of it, 0+2x4 grows by two.
// A value comes every 15 seconds.
var alertCases = []struct {
	what   string
	series string
	fires  string // first at this minute, or never
	says   string
}{
	{"CircuitOpen", "state 0x3 1x40", "2m0s", "Shop.Buy is cut off"},
	{"CircuitOpen", "state 0x3 1 1 2 1 1 2 1 1 1 1", "2m0s", "Shop.Buy is cut off"},
	{"CircuitOpen", "state 0x3 1 1 2 0x30", "never", ""},
	{"CircuitOpen", "state 3x300", "never", ""},
	{"CircuitFlapping", `transitions_total{to="closed"} 0x4 1 1 2 2 3 3 4 4 5 5 5 5`, "2m45s", "Shop.Buy opens and closes again and again"},
	{"CircuitFlapping", `transitions_total{to="closed"} 0+1x1 1x100 2x100`, "never", ""},
	{"CircuitFlapping", `transitions_total{to="open"} 0+1x100`, "never", ""},
	{"CircuitForcedOpen", "state 0x3 3x100", "16m0s", "Shop.Buy is forced open"},
	{"CircuitUnguarded", "state 0x3 4x2000", "6h1m0s", "Shop.Buy admits every call"},
	{"CircuitUnguarded", "state 5x2000", "6h0m0s", "Shop.Buy admits every call"},
	{"CallsFailing", "failures_total 0+1x100\n" + `calls_total{outcome="failure"} 0+1x100` + "\n" + `calls_total{outcome="success"} 0+4x100`, "5m15s", "20% of the calls of Shop.Buy fail"},
	{"CallsFailing", "failures_total 0+1x100\n" + `calls_total{outcome="failure"} 0+1x100` + "\n" + `calls_total{outcome="success"} 0+19x100`, "never", ""},
	{"CallsFailing", "failures_total 0x100\n" + `calls_total{outcome="failure"} 0x100` + "\n" + `calls_total{outcome="success"} 0x100`, "never", ""},
	{"BulkheadFull", `rejections_total{reason="bulkhead_full"} 0+1x100`, "5m15s", "Shop.Buy has no slot free"},
	{"BulkheadFull", `rejections_total{reason="open"} 0+1x100`, "never", ""},
	{"BulkheadNearlyFull", "in_flight 9x100\nlimit 10x100", "5m0s", "Shop.Buy has few slots free"},
	{"BulkheadNearlyFull", "in_flight 7x100\nlimit 10x100", "never", ""},
}

func TestAlertsFireWhenTheyShould(t *testing.T) {
	for _, c := range alertCases {
		t.Run(c.what, func(t *testing.T) {
			p := loaded(t, series(c.series))
			first, summary := p.firstFiring(c.what)
			require.Equal(t, c.fires, first, c.series)
			require.Contains(t, summary, c.says)
		})
	}
}

// firstFiring is how long it takes until the alert fires, within seven hours.
func (p *prometheus) firstFiring(alert string) (after, summary string) {
	for begin := p.now; p.now.Sub(begin).Hours() < 7; {
		at := p.now
		if summary, ok := p.step()[alert+" Shop.Buy"]; ok {
			return at.Sub(begin).String(), summary
		}
	}
	return "never", ""
}

// series gives the series of a case their full names and their other labels.
func series(short string) string {
	var all strings.Builder
	for line := range strings.Lines(short) {
		name, values, _ := strings.Cut(line, " ")
		name, extra, _ := strings.Cut(strings.TrimSuffix(name, "}"), "{")
		fmt.Fprintf(&all, "  circuit_breaker_%s{client=\"Shop\",method=\"Buy\",instance=\"shop-1:80\",%s} %s\n",
			name, extra, strings.TrimSpace(values))
	}
	return all.String()
}

func TestEveryAlertHasACase(t *testing.T) {
	p := loaded(t, series("state 0"))
	for _, group := range p.groups {
		for _, rule := range group.AlertingRules() {
			fires := false
			for _, c := range alertCases {
				fires = fires || c.what == rule.Name() && c.fires != "never"
			}
			require.True(t, fires, rule.Name())
		}
	}
}
