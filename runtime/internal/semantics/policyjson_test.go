package semantics_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

var fullPolicy = cb.Policy{
	Breaker: cb.Breaker{
		Failures: 7, Rate: 33.3 * cb.Percent, Window: cb.Window{Calls: 20}, Min: 5, Slow: 2 * time.Second, SlowRate: 80 * cb.Percent,
		Open: 10 * time.Minute, Factor: 1.5, MaxOpen: time.Hour, Jitter: 0, Probes: 2, HalfOpen: 1500 * time.Millisecond, Group: "writes",
	},
	Bulkhead: cb.Bulkhead{Max: 64, Wait: 50 * time.Millisecond, Queue: 100},
}

func TestPolicyIsWrittenInTheWordsOfTheDirectives(t *testing.T) {
	for want, p := range map[string]cb.Policy{
		`{}`:                                 {},
		`{"breaker":"off","bulkhead":"off"}`: {Off: true},
		`{"bulkhead":{"max":3,"wait":"0s"}}`: bulkhead(cb.Bulkhead{Max: 3}),
		`{"breaker":{"window":"10s","jitter":"0%"}}`: breaker(cb.Breaker{Window: cb.Window{Period: 10 * time.Second}}),
		`{"breaker":{"failures":7,"rate":"33.3%","window":20,"min":5,"slow":"2s","slowrate":"80%","open":"10m","factor":1.5,` +
			`"maxopen":"1h","jitter":"0%","probes":2,"halfopen":"1.5s","group":"writes"},` +
			`"bulkhead":{"max":64,"wait":"50ms","queue":100}}`: fullPolicy,
	} {
		text, err := json.Marshal(p)
		require.NoError(t, err)
		require.Equal(t, want, string(text))
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	for _, p := range []cb.Policy{{}, {Off: true}, fullPolicy, bulkhead(cb.Bulkhead{Max: 3}), breaker(cb.Breaker{Failures: 1, Factor: 1})} {
		text, err := json.Marshal(p)
		require.NoError(t, err)
		var again cb.Policy
		require.NoError(t, json.Unmarshal(text, &again))
		require.Equal(t, p, again)
	}
}

// What has been left zero may have become the default that it stands for.
func TestWhatIsReadBackMeansTheSame(t *testing.T) {
	for _, p := range []cb.Policy{
		breaker(cb.Breaker{Failures: 1}),
		breaker(cb.Breaker{Jitter: cb.DefaultJitter}),
		breaker(cb.Breaker{Rate: 1, Window: cb.Window{Period: time.Second}}),
		{Retry: cb.Retry{Budget: cb.Percent}},
		{Retry: cb.Retry{Backoff: cb.Backoff{Min: time.Millisecond, Max: time.Second}}},
		{Key: cb.Key{Idle: time.Second}},
		{Timeout: time.Second},
	} {
		text, err := json.Marshal(p)
		require.NoError(t, err)
		var again cb.Policy
		require.NoError(t, json.Unmarshal(text, &again))
		require.Equal(t, p.WithDefaults(), again.WithDefaults())
	}
}

func TestTextChangesWhatItNames(t *testing.T) {
	for text, want := range map[string]func(p *cb.Policy){
		`null`: func(p *cb.Policy) {},
		`{}`:   func(p *cb.Policy) {},
		`{"breaker": {"open": "1m", "window": "10s"}}`: func(p *cb.Policy) {
			p.Breaker.Open, p.Breaker.Window = time.Minute, cb.Window{Period: 10 * time.Second}
		},
		`{"breaker": {"window": 30, "probes": "9"}}`:      func(p *cb.Policy) { p.Breaker.Window, p.Breaker.Probes = cb.Window{Calls: 30}, 9 },
		`{"breaker": {"rate": 0.5}}`:                      func(p *cb.Policy) { p.Breaker.Rate = 50 * cb.Percent },
		`{"breaker": {"failures": null, "jitter": null}}`: func(p *cb.Policy) { p.Breaker.Failures, p.Breaker.Jitter = 0, cb.DefaultJitter },
		`{"breaker": "off"}`:                              func(p *cb.Policy) { p.Breaker = cb.Breaker{} },
		`{"bulkhead": "off"}`:                             func(p *cb.Policy) { p.Bulkhead = cb.Bulkhead{} },
		`{"bulkhead": "off", "breaker": "off"}`:           func(p *cb.Policy) { *p = cb.Policy{Off: true} },
		`{"bulkhead": {"wait": null, "queue": null}}`:     func(p *cb.Policy) { p.Bulkhead = cb.Bulkhead{Max: 64} },
		`{"bulkhead": {"wait": "1s"}, "breaker": {"open": "2s", "maxopen": "3s"}}`: func(p *cb.Policy) {
			p.Bulkhead.Wait, p.Breaker.Open, p.Breaker.MaxOpen = time.Second, 2*time.Second, 3*time.Second
		},
	} {
		p, wanted := fullPolicy, fullPolicy
		want(&wanted)
		require.NoError(t, json.Unmarshal([]byte(text), &p), text)
		require.Equal(t, wanted, p, text)
	}
}

func TestNothingIsLeftOfABreakerButItsDefaults(t *testing.T) {
	p := breaker(cb.Breaker{Failures: 1})
	require.NoError(t, json.Unmarshal([]byte(`{"breaker": {"failures": null}}`), &p))
	require.Equal(t, 5, p.WithDefaults().Breaker.Failures)
}

func TestWrongTextChangesNothingAndSaysAllThatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		`{"breaker": {"opne": "1s", "rate": "150%"}, "bulkhaed": {}}`: "breaker opne: there is no such key: breaker takes failures, rate, window, min, slow, slowrate, " +
			"open, factor, maxopen, jitter, probes, halfopen, group\n" +
			"breaker rate: \"150%\" is not a rate: a rate lies between 0% and 100%\n" +
			"bulkhaed: there is no such verb: a policy has breaker, bulkhead, timeout, retry, key, stream",
		`{"breaker": {"open": true, "opne": "1s", "slow": {}}}`: "breaker open: is to be a string or a number\n" +
			"breaker slow: is to be a string or a number\n" +
			"breaker opne: there is no such key: breaker takes failures, rate, window, min, slow, slowrate, " +
			"open, factor, maxopen, jitter, probes, halfopen, group",
		`{"breaker": {"open": "1s", "open": "2s"}}`: "breaker: open is given twice: keep one",
		`{"breaker": {}, "breaker": {}}`:            "breaker is given twice: keep one",
		`{"breaker": null}`:                         "breaker: write an object, in braces",
		`{"breaker": "on"}`:                         "breaker: say off, or name a key: breaker takes failures, rate, window, min, slow, slowrate, open, factor, maxopen, jitter, probes, halfopen, group",
		`{"breaker": {"min": 30}}`:                  "breaker min: min=30 is never reached in a window of the last 20 calls",
		`{"bulkhead": {"max": null}}`:               "bulkhead max: must be at least 1: how many calls may be in flight",
		`{"bulkhead": {"queue": 0}}`:                "bulkhead queue: queue=0 lets nobody wait, but wait does: remove one of them",
		`{"bulkhead": {"max": 1e1}}`:                `bulkhead max: "1e1" is not a whole number`,
		`["breaker"]`:                               "write an object, in braces",
		`"off"`:                                     "write an object, in braces",
	} {
		p := fullPolicy
		require.EqualError(t, json.Unmarshal([]byte(text), &p), want)
		require.Equal(t, fullPolicy, p)
	}
	for _, text := range []string{``, `{`, `{"breaker"`, `{"breaker": {`, `{} {}`, `{"breaker": {"open": "1s"} "x"}`} {
		p := fullPolicy
		require.Error(t, p.UnmarshalJSON([]byte(text)), text)
		require.Equal(t, fullPolicy, p)
	}
}

func TestTimeoutTakesAValueAndNoObject(t *testing.T) {
	for _, value := range []string{`{}`, `[]`, `true`, `{"ms": 5}`} {
		p := cb.Policy{Timeout: time.Second}
		require.EqualError(t, json.Unmarshal([]byte(`{"timeout": `+value+`}`), &p), "timeout: takes a value, such as 2s, and no keys", value)
		require.Equal(t, cb.Policy{Timeout: time.Second}, p)
	}
}

func TestNullIsTheDefaultAlsoOfTheLastKey(t *testing.T) {
	for text, p := range map[string]cb.Policy{
		`{"stream": {"idle": null}}`:           {Stream: cb.Stream{Idle: time.Minute}},
		`{"key": {"max": null, "idle": null}}`: {Key: cb.Key{Max: 5, Idle: time.Minute}},
		`{"key": {"idle": null}}`:              {Key: cb.Key{Idle: time.Minute}},
	} {
		require.NoError(t, json.Unmarshal([]byte(text), &p), text)
		require.Zero(t, p)
	}
}

func TestWhatAMethodIsGeneratedWithCannotBeSwitchedOff(t *testing.T) {
	full := cb.Policy{Key: cb.Key{Max: 5}, Stream: cb.Stream{Idle: time.Minute}}
	for _, verb := range []string{"key", "stream"} {
		p := full
		want := verb + ": cannot be off while running: the method is generated with it; say so in the directive, and generate it again"
		require.EqualError(t, json.Unmarshal([]byte(`{"`+verb+`": "off"}`), &p), want)
		require.EqualError(t, p.Set(verb, "", "off"), want)
		require.Equal(t, full, p)
	}
}

func TestKeysOfABulkheadThatIsNotThereAreRefused(t *testing.T) {
	var p cb.Policy
	require.EqualError(t, json.Unmarshal([]byte(`{"bulkhead": {"queue": 0}}`), &p), "bulkhead: there is none that these keys could change")
	require.EqualError(t, json.Unmarshal([]byte(`{"bulkhead": {"wait": "1s"}}`), &p), "bulkhead max: must be at least 1: how many calls may be in flight")
}

func FuzzPolicyJSON(f *testing.F) {
	full, err := json.Marshal(fullPolicy)
	require.NoError(f, err)
	for _, text := range []string{string(full), `{}`, `null`, `{"breaker":"off"}`, `{"breaker":{"jitter":"0%"}}`, `{"breaker":{"group":"5"}}`,
		`{"breaker":{"factor":1e2}}`, `{"breaker":{"failures":null}}`, `{"bulkhead":{"max":1,"queue":0}}`, `{"breaker":{"group":"\ud800"}}`, `{`, ``} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var p cb.Policy
		if err := p.UnmarshalJSON(text); err != nil {
			require.Zero(t, p)
			return
		}
		require.NoError(t, p.Validate())
		written, err := json.Marshal(p)
		require.NoError(t, err)
		var again cb.Policy
		require.NoError(t, json.Unmarshal(written, &again), string(written))
		require.Equal(t, p, again)
	})
}

func FuzzSet(f *testing.F) {
	for _, k := range cb.PolicyKeys() {
		f.Add(k.Verb, k.Name, k.Example)
	}
	f.Add("breaker", "", "off")
	f.Add("bulkhead", "queue", "0")
	f.Add("braeker", "opne", "µ")
	f.Fuzz(func(t *testing.T, verb, key, value string) {
		p := fullPolicy
		if err := p.Set(verb, key, value); err != nil {
			requirePolicyErrorOf(t, err, verb, key)
			require.Equal(t, fullPolicy, p)
			return
		}
		if text := p.Get(verb, key); text != "" {
			again := fullPolicy
			require.NoError(t, again.Set(verb, key, text))
			require.Equal(t, text, again.Get(verb, key))
		}
	})
}

func requirePolicyErrorOf(t *testing.T, err error, verb, key string) {
	t.Helper()
	problem, ok := err.(*cb.PolicyError)
	require.True(t, ok, "%T", err)
	require.Equal(t, verb, problem.Verb)
	require.NotEmpty(t, problem.Problem)
	if key == "" {
		require.Empty(t, problem.Key)
	}
}
