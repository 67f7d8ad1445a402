package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestListingInTheDocumentsIsWhatIsPrinted(t *testing.T) {
	t.Chdir("../..")
	document, err := os.ReadFile("docs/directives.md")
	require.NoError(t, err)

	_, shown, found := strings.Cut(string(document), "```\n$ cbgen list ./examples/payment\n")
	require.True(t, found)
	shown, _, _ = strings.Cut(shown, "```")
	require.Equal(t, list(t, "./examples/payment"), shown)

	_, shown, found = strings.Cut(string(document), "```json\n")
	require.True(t, found)
	shown, _, _ = strings.Cut(shown, "```")
	require.Contains(t, compact(t, list(t, "-json", "./examples/payment")), compact(t, shown))
}

func TestACellHasItsWordsAsTheyAre(t *testing.T) {
	require.Equal(t, "`max=3 wait=0s`", codeCell("max=3", "wait=0s"))
	require.Equal(t, "`if=a \\|\\| b`", codeCell("if=a || b"))
	require.Equal(t, "`` if=s == `a` ``", codeCell("if=s == `a`"))
	require.Empty(t, codeCell())
}

// list is what cbgen list prints.
func list(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr strings.Builder
	status := run(t.Context(), append([]string{"list"}, args...), &stdout, &stderr)
	require.Equal(t, done, status, stderr.String())
	return stdout.String()
}

// compact is the JSON without its white space.
func compact(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, json.Compact(&b, []byte(text)))
	return b.String()
}
