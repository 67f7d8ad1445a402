package semantics_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// set is the policy with a breaker or a bulkhead of these keys and values.
func set(t *testing.T, p cb.Policy, verb string, keysAndValues ...string) cb.Policy {
	t.Helper()
	for i := 0; i < len(keysAndValues); i += 2 {
		require.NoError(t, p.Set(verb, keysAndValues[i], keysAndValues[i+1]))
	}
	return p
}

func TestEveryKeyIsReadFromAPolicyAsItIsWritten(t *testing.T) {
	texts := map[string][]string{ // besides the examples
		"rate":     {"33.3%", "100%"},
		"window":   {"1", "10s", "1h", "1m30s"},
		"open":     {"1ns", "1µs", "1.5s", "10m", "1h", "1h0m5s", "1h30m", "87600h"},
		"factor":   {"1", "1.5", "1000"},
		"jitter":   {"0%", "0.0001%"},
		"wait":     {"0s", "1h"},
		"group":    {"a-b"},
		"queue":    {"1000000"},
		"halfopen": {"20m"},
	}
	for _, k := range cb.PolicyKeys() {
		for _, text := range append(texts[k.Name], k.Example) {
			p := cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}, Breaker: cb.Breaker{Failures: 1}}
			require.NoError(t, p.Set(k.Verb, k.Name, text), "%s=%s", k.Name, text)
			require.Equal(t, text, p.Get(k.Verb, k.Name), k.Name)
		}
	}
}

func TestNoKeySaysAnythingOfAnEmptyPolicy(t *testing.T) {
	for _, k := range cb.PolicyKeys() {
		require.Empty(t, new(cb.Policy).Get(k.Verb, k.Name), k.Name)
	}
	require.Empty(t, fullPolicy.Get("breaker", "opne"))
}

func TestVerbBeginsWithWhatItsDirectiveSays(t *testing.T) {
	p := set(t, cb.Policy{}, "breaker", "open", "5m")
	require.Equal(t, cb.DefaultJitter, int(p.Breaker.Jitter))
	require.Equal(t, "5m", p.Get("breaker", "open"))

	p = set(t, breaker(cb.Breaker{Failures: 1}), "breaker", "open", "10s")
	require.Zero(t, p.Breaker.Jitter, "a breaker that is there keeps what it says")
}

func TestJitterOfZeroIsStillABreaker(t *testing.T) {
	p := set(t, cb.Policy{}, "breaker", "jitter", "0%")
	require.Equal(t, 5, p.WithDefaults().Breaker.Failures)
}

func TestOffTakesAVerbAwayAndTheLastOneOnPurpose(t *testing.T) {
	p := cb.Policy{Breaker: cb.Breaker{Failures: 1}, Bulkhead: cb.Bulkhead{Max: 1}}
	p = set(t, p, "bulkhead", "", "off")
	require.Equal(t, breaker(cb.Breaker{Failures: 1}), p)
	p = set(t, p, "breaker", "", "off")
	require.Equal(t, cb.Policy{Off: true}, p)
	require.NoError(t, p.Validate())
	require.Equal(t, cb.Policy{}, p.WithDefaults())

	p = set(t, p, "bulkhead", "max", "3")
	require.Equal(t, bulkhead(cb.Bulkhead{Max: 3}), p)
	p.Off = true
	require.EqualError(t, p.Validate(), "off: the policy guards nothing, and has a breaker or a bulkhead: leave one of them out")
}

func TestWrongSettingChangesNothingAndSaysWhatIsWrong(t *testing.T) {
	for want, s := range map[string][3]string{
		"braeker: there is no such verb: a policy has breaker, bulkhead, timeout, retry, key, stream":      {"braeker", "open", "1s"},
		"bulkhead wiat: there is no such key: bulkhead takes max, wait, queue":                             {"bulkhead", "wiat", "1s"},
		"bulkhead open: is a key of breaker":                                                               {"bulkhead", "open", "1s"},
		"bulkhead: say off, or name a key: bulkhead takes max, wait, queue":                                {"bulkhead", "", "on"},
		"breaker open: needs a value, such as 30s":                                                         {"breaker", "open", ""},
		"breaker open: must be longer than 0s":                                                             {"breaker", "open", "0s"},
		"breaker open: 30 has no unit: write 30ms, 30s or 30m":                                             {"breaker", "open", "30"},
		`breaker open: "soon" is not a duration: write 50ms, 10s or 1m30s`:                                 {"breaker", "open", "soon"},
		"breaker open: 9999999h is too long: no duration is longer than ten years":                         {"breaker", "open", "9999999h"},
		"breaker failures: must be at least 1":                                                             {"breaker", "failures", "0"},
		`breaker failures: "five" is not a whole number`:                                                   {"breaker", "failures", "five"},
		"breaker rate: must be above 0%":                                                                   {"breaker", "rate", "0%"},
		"breaker rate: 1 could mean either: write 100%, or 1%":                                             {"breaker", "rate", "1"},
		`breaker jitter: "a lot" is not a rate: write a percentage such as 50%, or a fraction such as 0.5`: {"breaker", "jitter", "a lot"},
		"breaker window: must be at least 1 call, or 10ms":                                                 {"breaker", "window", "0"},
		"breaker factor: must be between 1 and 1000":                                                       {"breaker", "factor", "0"},
	} {
		p := cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}, Breaker: cb.Breaker{Failures: 7}}
		before := p
		err := p.Set(s[0], s[1], s[2])
		require.EqualError(t, err, want)
		require.IsType(t, (*cb.PolicyError)(nil), err)
		require.Equal(t, before, p)
	}
}
