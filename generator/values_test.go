package generator

import (
	"testing"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

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
	for _, v := range verbs {
		for _, k := range v.keys {
			for _, text := range append(texts[k.name], k.example) {
				p := cb.Policy{Bulkhead: cb.Bulkhead{Max: 1}, Breaker: cb.Breaker{Failures: 1}}
				require.NoError(t, k.set(&p, text), "%s=%s", k.name, text)
				require.Equal(t, text, k.get(&p), k.name)
			}
		}
	}
}

func TestNoKeySaysAnythingOfAnEmptyPolicy(t *testing.T) {
	for _, v := range verbs {
		for _, k := range v.keys {
			require.Empty(t, k.get(new(cb.Policy)), k.name)
		}
	}
}
