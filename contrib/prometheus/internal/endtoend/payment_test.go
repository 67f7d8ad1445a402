package endtoend

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/prometheus/prometheus/util/teststorage"
	"github.com/stretchr/testify/require"
)

// The example is the real one, with its servers and its HTTP. It runs for ten seconds; to the
// rules, which want minutes, each tenth of a second is one of their intervals.
func TestAlertsFireWhileTheExampleHasItsOutages(t *testing.T) {
	p := newPrometheus(t, teststorage.New(t))
	metrics, ended := startPayment(t)

	fired := make(map[string]int)
	resolved := make(map[string]int)
	var before map[string]string
	var busiest time.Time // the moment at which every metric has moved
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for running := true; running; {
		select {
		case <-ended:
			running = false
		case <-tick.C:
			if !p.tryScrape(metrics) {
				continue // it has just ended
			}
			busiest = p.now
			now := p.step()
			for alert := range now {
				if _, ok := before[alert]; !ok {
					fired[alert]++
				}
			}
			for alert := range before {
				if _, ok := now[alert]; !ok {
					resolved[alert]++
				}
			}
			before = now
		}
	}

	for _, circuit := range []string{"CircuitOpen PaymentClient.Charge", "CircuitOpen PaymentClient.Refund"} {
		require.GreaterOrEqual(t, fired[circuit], 1, "%s: %v", circuit, fired)
		require.Equal(t, fired[circuit], resolved[circuit], "all is well in the end")
	}
	require.Equal(t, 2.0, p.query(`sum(circuit_breaker_guards)`, busiest)[0].F)
	require.Greater(t, p.query(`sum(circuit_breaker_rejections_total{reason="open"})`, busiest)[0].F, 100.0)
	require.Zero(t, p.query(`sum(circuit_breaker_state)`, busiest)[0].F)
	p.requireDurations(busiest)
	p.requireNoCounterWentBack(busiest)
	p.requireDashboardShowsSomething(busiest)
}

// startPayment runs the example. The channel is closed when it has ended.
func startPayment(t *testing.T) (metrics string, ended <-chan struct{}) {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "payment")
	build := exec.Command("go", "build", "-o", binary, "./payment")
	build.Dir = "../../../../examples"
	build.Env = append(os.Environ(), "GOWORK=off")
	output, err := build.CombinedOutput()
	require.NoError(t, err, string(output))

	show := exec.CommandContext(t.Context(), binary, "-duration", "10s")
	stdout, err := show.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, show.Start())
	lines := bufio.NewScanner(stdout)
	for metrics == "" && lines.Scan() {
		metrics = regexp.MustCompile(`http://\S+/metrics`).FindString(lines.Text())
	}
	require.NotEmpty(t, metrics, "the example does not say where its metrics are")

	done := make(chan struct{})
	go func() {
		defer close(done)
		for lines.Scan() {
		}
		show.Wait()
	}()
	t.Cleanup(func() { <-done })
	return metrics, done
}

// The provider answers within 30 ms while it is healthy. A call that returns between two looks of
// one scrape is in one of the numbers only.
func (p *prometheus) requireDurations(at time.Time) {
	p.t.Helper()
	calls := p.query(`sum(circuit_breaker_calls_total)`, at)[0].F
	require.InEpsilon(p.t, calls, p.query(`sum(circuit_breaker_call_duration_seconds_count)`, at)[0].F, 0.01)
	half := p.query(`histogram_quantile(0.5, sum by (le) (circuit_breaker_call_duration_seconds_bucket))`, at)[0].F
	require.Greater(p.t, half, 0.001)
	require.Less(p.t, half, 0.1)
}

func (p *prometheus) requireNoCounterWentBack(at time.Time) {
	p.t.Helper()
	counters := p.query(`count by (__name__) ({__name__=~"circuit_breaker_.*_total"})`, at)
	require.NotEmpty(p.t, counters)
	for _, counter := range counters {
		name := counter.Metric.Get("__name__")
		require.Zero(p.t, p.query("sum(resets("+name+"[1d]))", at)[0].F, name)
	}
}

// notInTheExample is what the example does not do: it observes no circuit, and has no fallbacks
// nor retries.
var notInTheExample = regexp.MustCompile("would_reject|fallbacks|retries")

// requireDashboardShowsSomething wants every panel of the dashboard to have had a value at some
// time.
func (p *prometheus) requireDashboardShowsSomething(until time.Time) {
	p.t.Helper()
	for _, expression := range dashboardExpressions(p.t) {
		shown := false
		for at := time.Unix(0, 0); !shown && !at.After(until); at = at.Add(interval) {
			shown = len(p.query(expression, at)) > 0
		}
		if !notInTheExample.MatchString(expression) {
			require.True(p.t, shown, expression)
		}
	}
}
