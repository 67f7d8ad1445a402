package generator

import (
	"go/token"
	"testing"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// What a policy prints is a directive again, for the same policy.
func TestPolicyPrintsAsItsDirective(t *testing.T) {
	for _, tt := range []struct{ verb, written, printed string }{
		{"breaker", "", "failures=5 open=30s jitter=20% probes=3 halfopen=30s"},
		{"breaker", "failures=2 jitter=0% open=90s probes=1", "failures=2 open=1m30s jitter=0% probes=1 halfopen=1m30s"},
		{"breaker", "rate=33.3% window=10s min=5 group=writes open=2h maxopen=100h factor=2.5",
			"rate=33.3% window=10s min=5 open=2h factor=2.5 maxopen=100h jitter=20% probes=3 halfopen=2h group=writes"},
		{"breaker", "slow=250ms slowrate=0.5 open=5m halfopen=1h1m", "window=100 min=100 slow=250ms slowrate=50% open=5m jitter=20% probes=3 halfopen=1h1m"},
		{"bulkhead", "max=64", "max=64"},
		{"bulkhead", "max=64 wait=50ms queue=100", "max=64 wait=50ms queue=100"},
	} {
		policy := readPolicy(t, tt.verb, tt.written)
		printed := policy.Breaker.String() + policy.Bulkhead.String()
		require.Equal(t, tt.printed, printed)
		require.Equal(t, policy, readPolicy(t, tt.verb, printed))
	}
	require.Empty(t, cb.Breaker{}.String())
	require.Empty(t, cb.Bulkhead{}.String())
}

func readPolicy(t *testing.T, verb, arguments string) cb.Policy {
	var d diagnostics
	at := func(offset int) token.Pos { return token.Pos(offset + 1) }
	read := parseDirective(newWord(verb, at), splitWords(arguments, at), false, &d)
	require.False(t, read.wrong, "%s %s", verb, arguments)
	return read.policy.WithDefaults()
}
