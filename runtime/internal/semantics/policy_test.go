package semantics_test

import (
	"errors"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestZeroPolicyIsValidAndGuardsNothing(t *testing.T) {
	require.NoError(t, cb.Policy{}.Validate())
	require.Equal(t, cb.Policy{}, cb.Policy{}.WithDefaults())
	g := newGuard(cb.Policy{})
	for range 100 {
		require.ErrorIs(t, fail(g), errDown)
	}
	require.NoError(t, succeed(g))
}

func TestDefaultsDependOnTheRules(t *testing.T) {
	const half = 50 * cb.Percent
	for name, c := range map[string]struct{ policy, want cb.Breaker }{
		"nothing but open": {
			cb.Breaker{Open: time.Second},
			cb.Breaker{Failures: 5, Open: time.Second, Factor: 1, Probes: 3, HalfOpen: time.Second},
		},
		"a rate": {
			cb.Breaker{Rate: half},
			cb.Breaker{Rate: half, Window: cb.Window{Calls: 100}, Min: 100, Open: 30 * time.Second, Factor: 1, Probes: 3, HalfOpen: 30 * time.Second},
		},
		"a window of calls": {
			cb.Breaker{Rate: half, Window: cb.Window{Calls: 7}},
			cb.Breaker{Rate: half, Window: cb.Window{Calls: 7}, Min: 7, Open: 30 * time.Second, Factor: 1, Probes: 3, HalfOpen: 30 * time.Second},
		},
		"a window of time, slow calls": {
			cb.Breaker{Slow: time.Second, Window: cb.Window{Period: time.Minute}},
			cb.Breaker{Slow: time.Second, SlowRate: 100 * cb.Percent, Window: cb.Window{Period: time.Minute}, Min: 20, Open: 30 * time.Second, Factor: 1, Probes: 3, HalfOpen: 30 * time.Second},
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, breaker(c.policy).Validate())
			require.Equal(t, breaker(c.want), breaker(c.policy).WithDefaults())
			require.Equal(t, breaker(c.want), breaker(c.want).WithDefaults())
		})
	}
}

func TestInvalidPoliciesSayWhatIsWrong(t *testing.T) {
	const half = 50 * cb.Percent
	for want, p := range map[string]cb.Policy{
		"breaker failures: must be at least 1":                                              breaker(cb.Breaker{Failures: -1}),
		"breaker rate: must be above 0% and at most 100%":                                   breaker(cb.Breaker{Rate: -1}),
		"breaker window: is a number of calls or a duration, not both":                      breaker(cb.Breaker{Rate: half, Window: cb.Window{Calls: 100, Period: time.Second}, Min: 5}),
		"breaker window: must be between 1 and 1000000 calls":                               breaker(cb.Breaker{Rate: half, Window: cb.Window{Calls: 1_000_001}}),
		"breaker window: must be at least 10ms":                                             breaker(cb.Breaker{Rate: half, Window: cb.Window{Period: time.Millisecond}}),
		"breaker window: has no effect without rate or slow":                                breaker(cb.Breaker{Window: cb.Window{Calls: 10}}),
		"breaker min: must be at least 1":                                                   breaker(cb.Breaker{Rate: half, Min: -1}),
		"breaker min: has no effect without rate or slow":                                   breaker(cb.Breaker{Min: 3}),
		"breaker min: min=11 is never reached in a window of the last 10 calls":             breaker(cb.Breaker{Rate: half, Window: cb.Window{Calls: 10}, Min: 11}),
		"breaker min: min=200 is never reached in a window of the last 100 calls":           breaker(cb.Breaker{Rate: half, Min: 200}),
		"breaker slow: must be longer than 0s":                                              breaker(cb.Breaker{Slow: -1}),
		"breaker slowrate: must be above 0% and at most 100%":                               breaker(cb.Breaker{Slow: 1, SlowRate: 101 * cb.Percent}),
		"breaker slowrate: has no effect without slow, the time above which a call is slow": breaker(cb.Breaker{SlowRate: half}),
		"breaker open: must be longer than 0s":                                              breaker(cb.Breaker{Open: -1, HalfOpen: 1}),
		"breaker factor: must be between 1 and 1000":                                        breaker(cb.Breaker{Factor: 0.5}),
		"breaker maxopen: must be longer than 0s":                                           breaker(cb.Breaker{Factor: 2, MaxOpen: -1}),
		"breaker maxopen: has no effect without a factor above 1":                           breaker(cb.Breaker{MaxOpen: time.Hour}),
		"breaker maxopen: maxopen=1s is shorter than open=30s":                              breaker(cb.Breaker{Factor: 2, MaxOpen: time.Second}),
		"breaker jitter: must be between 0% and 100%":                                       breaker(cb.Breaker{Jitter: -1}),
		"breaker probes: must be at least 1":                                                breaker(cb.Breaker{Probes: -1}),
		"breaker halfopen: must be longer than 0s":                                          breaker(cb.Breaker{HalfOpen: -1}),
		"bulkhead max: must be at least 1: how many calls may be in flight":                 bulkhead(cb.Bulkhead{Wait: time.Second}),
		"bulkhead wait: must not be negative":                                               bulkhead(cb.Bulkhead{Max: 1, Wait: -1}),
		"bulkhead queue: must not be negative":                                              bulkhead(cb.Bulkhead{Max: 1, Wait: 1, Queue: -1}),
		"bulkhead queue: has no effect without wait, how long a call may wait":              bulkhead(cb.Bulkhead{Max: 1, Queue: 1}),
	} {
		require.EqualError(t, p.Validate(), want)
	}
	const tooLong = 10*365*24*time.Hour + 1
	for key, p := range map[string]cb.Policy{
		"breaker window":   breaker(cb.Breaker{Rate: half, Window: cb.Window{Period: tooLong}}),
		"breaker slow":     breaker(cb.Breaker{Slow: tooLong}),
		"breaker open":     breaker(cb.Breaker{Open: tooLong, HalfOpen: 1}),
		"breaker maxopen":  breaker(cb.Breaker{Factor: 2, MaxOpen: tooLong}),
		"breaker halfopen": breaker(cb.Breaker{HalfOpen: tooLong}),
		"bulkhead wait":    bulkhead(cb.Bulkhead{Max: 1, Wait: tooLong}),
	} {
		require.EqualError(t, p.Validate(), key+": must be at most 87600h, which is ten years")
	}
	for _, factor := range []float64{math.NaN(), math.Inf(1), -1} {
		require.EqualError(t, breaker(cb.Breaker{Factor: factor}).Validate(), "breaker factor: must be between 1 and 1000")
	}
}

func TestLongestDurationsOverflowNowhere(t *testing.T) {
	const longest = 10 * 365 * 24 * time.Hour
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(breaker(cb.Breaker{
			Failures: 1, Rate: cb.Percent, Slow: longest, Window: cb.Window{Period: longest}, Open: longest,
			Factor: 1000, MaxOpen: longest, Jitter: 100 * cb.Percent, HalfOpen: longest, Probes: 2,
		}))
		for range 3 {
			require.Equal(t, "FX", drive(t, g, "FS"))
			wait := time.Until(g.Snapshot().NextProbe)
			require.GreaterOrEqual(t, wait, longest)
			time.Sleep(wait)
		}
		hang(t, g)
		require.NoError(t, succeed(g))
		require.Equal(t, cb.HalfOpen, g.State())
	})
}

func TestLongWaitIsNotRounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		open := 200*24*time.Hour + 1 // more nanoseconds than a float64 can tell apart
		g := opened(t, cb.Breaker{Open: open})
		require.Equal(t, open, time.Until(g.Snapshot().NextProbe))
	})
}

func TestBoundsAreValidThemselves(t *testing.T) {
	const all = 100 * cb.Percent
	for name, b := range map[string]cb.Breaker{
		"rates":                 {Rate: all, Slow: time.Second, SlowRate: all},
		"the smallest rates":    {Rate: 1, Slow: 1, SlowRate: 1},
		"the longest window":    {Rate: all, Window: cb.Window{Calls: 1_000_000}},
		"the shortest window":   {Rate: all, Window: cb.Window{Period: 10 * time.Millisecond}},
		"min as window":         {Rate: all, Window: cb.Window{Calls: 7}, Min: 7},
		"the greatest factor":   {Factor: 1000},
		"maxopen as open":       {Open: time.Second, Factor: 2, MaxOpen: time.Second},
		"the greatest jitter":   {Jitter: all},
		"one of everything":     {Failures: 1, Rate: all, Window: cb.Window{Calls: 1}, Min: 1, Open: 1, Probes: 1, HalfOpen: 1},
		"factor one, written":   {Factor: 1},
		"failures and the rest": {Failures: 1, Rate: all, Slow: 1},
	} {
		require.NoError(t, breaker(b).Validate(), name)
	}
	require.NoError(t, bulkhead(cb.Bulkhead{Max: 1, Wait: 1, Queue: 1}).Validate())
}

func TestEveryProblemIsReported(t *testing.T) {
	err := cb.Policy{Breaker: cb.Breaker{Failures: -1, Jitter: -1}, Bulkhead: cb.Bulkhead{Max: -1}}.Validate()
	require.EqualError(t, err, "breaker failures: must be at least 1\n"+
		"breaker jitter: must be between 0% and 100%\n"+
		"bulkhead max: must be at least 1: how many calls may be in flight")
	var first *cb.PolicyError
	require.True(t, errors.As(err, &first))
	require.Equal(t, cb.PolicyError{Verb: "breaker", Key: "failures", Problem: "must be at least 1"}, *first)
}

func TestRatesAreReadExactly(t *testing.T) {
	for text, want := range map[string]cb.Rate{
		"50%": 50 * cb.Percent, "0.5": 50 * cb.Percent, "100%": 100 * cb.Percent, "33.3%": 33.3 * cb.Percent,
		"0.0001%": 1, "7%": 7 * cb.Percent, "0%": 0, "0.07": 7 * cb.Percent, "1e1%": 10 * cb.Percent,
	} {
		got, err := cb.ParseRate(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for text, want := range map[string]string{
		"":         "write a percentage such as 50%, or a fraction such as 0.5",
		"%":        "write a percentage such as 50%, or a fraction such as 0.5",
		"half":     "write a percentage such as 50%, or a fraction such as 0.5",
		"NaN":      "write a percentage such as 50%, or a fraction such as 0.5",
		"Inf%":     "write a percentage such as 50%, or a fraction such as 0.5",
		"50 %":     "write a percentage such as 50%, or a fraction such as 0.5",
		"-1%":      "a rate lies between 0% and 100%",
		"101%":     "a rate lies between 0% and 100%",
		"50":       "write 50%: a number without % is a fraction below 1",
		"1":        "write 1%: a number without % is a fraction below 1",
		"101":      "a rate lies between 0% and 100%",
		"0.00001%": "a rate has at most four decimals of a percent",
	} {
		_, err := cb.ParseRate(text)
		require.EqualError(t, err, want, text)
	}
}

func TestRatesPrintTheWayTheyAreWritten(t *testing.T) {
	for r, want := range map[cb.Rate]string{50 * cb.Percent: "50%", 33.3 * cb.Percent: "33.3%", 1: "0.0001%", 0: "0%"} {
		require.Equal(t, want, r.String())
	}
}

func TestEveryRateIsReadTheWayItIsPrinted(t *testing.T) {
	for r := range cb.Rate(100*cb.Percent + 1) {
		got, err := cb.ParseRate(r.String())
		if err != nil || got != r {
			t.Fatalf("%d prints as %s, which is read as %d, %v", int(r), r, int(got), err)
		}
	}
}

func TestWindowsAreReadAndPrinted(t *testing.T) {
	for text, want := range map[string]cb.Window{"20": {Calls: 20}, "10s": {Period: 10 * time.Second}} {
		got, err := cb.ParseWindow(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, text, got.String())
	}
	for _, text := range []string{"", "ten", "10 s", "1.5"} {
		_, err := cb.ParseWindow(text)
		require.EqualError(t, err, "write a number of calls such as 20, or a duration such as 10s", text)
	}
}

// Rates compare in integers: a float would take 7 % of 100 for a little more than 7.
func TestRateIsReachedExactly(t *testing.T) {
	for percent := 1; percent <= 100; percent++ {
		g := newGuard(breaker(cb.Breaker{Rate: cb.Rate(percent * cb.Percent), Window: cb.Window{Calls: 100}}))
		for range 100 - percent {
			require.NoError(t, succeed(g))
		}
		for range percent - 1 {
			require.ErrorIs(t, fail(g), errDown)
		}
		require.Equal(t, cb.Closed, g.State())
		require.ErrorIs(t, fail(g), errDown)
		require.Equal(t, cb.Open, g.State(), "%d%%", percent)
	}
}
