// Package examples has programs that use cbgen, a folder each.
package examples

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the documents show is code that is compiled: each of their snippets stands, word for
// word, in an example, in a case of testdata or in a golden file.
func TestSnippetsOfTheDocumentsAreCompiledSomewhere(t *testing.T) {
	compiled := readCode(t, "../examples", "../testdata", "../golden", "../contrib", "../runtime")
	for _, document := range []string{"../README.md", "../docs/directives.md", "../docs/observing.md"} {
		content, err := os.ReadFile(document)
		require.NoError(t, err)
		snippets := snippetsOf(string(content))
		require.NotEmpty(t, snippets, document)
		for _, snippet := range snippets {
			if !strings.Contains(compiled, unindented(snippet)) {
				t.Errorf("%s: nothing is compiled like this:\n%s", document, snippet)
			}
		}
	}
}

// readCode is all Go code below the folders.
func readCode(t *testing.T, folders ...string) string {
	t.Helper()
	var code strings.Builder
	for _, folder := range folders {
		require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			extension := filepath.Ext(path)
			if err != nil || entry.IsDir() || extension != ".go" && extension != ".golden" {
				return err
			}
			content, err := os.ReadFile(path)
			code.WriteString(unindented(string(content)) + "\n")
			return err
		}))
	}
	return code.String()
}

func snippetsOf(document string) []string {
	var snippets []string
	for _, part := range strings.Split(document, "```go\n")[1:] {
		snippet, _, _ := strings.Cut(part, "```")
		snippets = append(snippets, snippet)
	}
	return snippets
}

// unindented is the code with its white space evened out.
func unindented(code string) string {
	var lines []string
	for line := range strings.Lines(code) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
