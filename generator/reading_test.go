package generator

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAFileWithWhatMayBeADirectiveIsWorthLoading(t *testing.T) {
	for _, line := range []string{
		"//cbgen:breaker failures=5",
		"\t//cbgen:brekaer",
		"// cbgen-brekaer failures=5",
		"//cgben:brekaer failures=5",
		"// cgben: brekaer failures=5",
		"//go:cbgen brekaer failures=5",
		"//cb-gen:brekaer failures=5",
		"//сbgen brekaer failures=5", // the first letter is not Latin
		"//cb:breaker failures=5",
		"// breaker failures=5",
		"\tDo cb.Policy `breaker:\"failures=5\"`",
		"/* cbgen:breaker */",
	} {
		require.True(t, mayHaveDirectives([]byte("package p\n\n"+line+"\ntype T any\n")), line)
	}
}

func TestAFileWithProseIsNotWorthLoading(t *testing.T) {
	for _, line := range []string{
		"// Package breaker opens when the rate = 5.",
		"// begin reader for the keyed stream",
		"//go:build linux",
		"//nolint:errcheck",
		"var key = 3 // the timeout",
		"\tName string `json:\"name\"`",
		`const cb = "key"`,
	} {
		require.False(t, mayHaveDirectives([]byte("package p\n\n"+line+"\ntype T any\n")), line)
	}
}
