package semantics_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// logged is what is written about a guard of this policy, to which this happens.
func logged(t *testing.T, b cb.Breaker, happen func(*testing.T, *cb.Guard)) []string {
	var log bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		registry.Listen(cb.Log(slog.New(slog.NewTextHandler(&log, nil))))
		g := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(registry)).Guard("Charge", breaker(b))
		happen(t, g)
		time.Sleep(time.Hour) // the time of a record is that of its event
		synctest.Wait()
	})
	return strings.Split(strings.TrimSpace(log.String()), "\n")
}

func TestLogWritesEveryEvent(t *testing.T) {
	lines := logged(t, cb.Breaker{Failures: 2, Rate: 90 * cb.Percent, Window: cb.Window{Calls: 100}, Open: time.Second, Probes: 1},
		func(t *testing.T, g *cb.Guard) { drive(t, g, "SFFWS") })
	counts := `failures_in_a_row=2 failures.count=2 failures.of=3`
	for i, want := range []string{
		`level=WARN msg="circuit breaker is open" guard=PaymentClient.Charge from=closed to=open reason="failures in a row" generation=1 ` + counts,
		`level=INFO msg="circuit breaker is half_open" guard=PaymentClient.Charge from=open to=half_open reason="the wait is over" generation=2 ` + counts,
		`level=INFO msg="circuit breaker is closed" guard=PaymentClient.Charge from=half_open to=closed reason="the probes succeeded" generation=3 ` + counts,
	} {
		at, rest, _ := strings.Cut(lines[i], " ")
		require.Equal(t, want, rest)
		require.True(t, strings.HasPrefix(at, "time=2000-01-01T00:00:0"), at)
	}
	require.Len(t, lines, 3)
}

func TestLogSaysWhatWasOnlyObserved(t *testing.T) {
	lines := logged(t, cb.Breaker{Failures: 1}, func(t *testing.T, g *cb.Guard) {
		g.Observe()
		drive(t, g, "F")
	})
	require.Contains(t, lines[1], `level=INFO msg="circuit breaker would be open"`)
}

func TestLogCountsSlowCallsWhereThePolicyDoes(t *testing.T) {
	lines := logged(t, cb.Breaker{Slow: time.Second, Window: cb.Window{Calls: 1}}, func(t *testing.T, g *cb.Guard) {
		slowly(t, g, time.Minute, nil)
	})
	require.Contains(t, lines[0], "failures_in_a_row=0 slow.count=1 slow.of=1")
}

func TestLogToAHandlerThatWantsLessWritesLess(t *testing.T) {
	var log bytes.Buffer
	listener := cb.Log(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn})))
	listener(cb.Event{To: cb.Closed})
	require.Empty(t, log.String())
	listener(cb.Event{To: cb.ForcedOpen})
	require.NotEmpty(t, log.String())
}

func TestNilLoggerIsRefused(t *testing.T) {
	require.Panics(t, func() { cb.Log(nil) })
}
