package generator_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/cbgen/cbgen/generator"
)

// TestWithoutABuildCacheEverythingIsTheSame generates every case, and reports every mistake, with
// everything read from source. The cases are generated at once, so that this is read once.
func TestWithoutABuildCacheEverythingIsTheSame(t *testing.T) {
	t.Setenv("GOOS", "linux")
	t.Setenv("GOARCH", "amd64")
	t.Setenv("GOCACHE", t.TempDir())
	requireGoldenAtOnce(t)
	forEachMistake(t, func(t *testing.T, _ string, archive *txtar.Archive) {
		got := report(t, parseArgs(t, extract(t, archive), strings.Fields(string(archive.Comment))))
		require.Equal(t, string(archiveFile(archive, "want").Data), got)
	})
	require.Empty(t, compiled(t, ".", "context", "time"), "something was compiled")
}

// TestFromTheBuildCacheEverythingIsTheSame generates every case when all that it imports is
// compiled: without notes of where that was the last time, which it takes, and with them.
func TestFromTheBuildCacheEverythingIsTheSame(t *testing.T) {
	t.Setenv("GOOS", "linux")
	t.Setenv("GOARCH", "amd64")
	output, err := exec.CommandContext(t.Context(), "go", "list", "-e", "-export", "../testdata/...").CombinedOutput()
	require.NoError(t, err, "%s", output)
	require.Len(t, compiled(t, ".", "context", "time"), 2)
	notes := t.TempDir()
	requireGolden(t, notes)
	taken, err := filepath.Glob(filepath.Join(notes, "*"))
	require.NoError(t, err)
	require.NotEmpty(t, taken)
	requireGolden(t, notes)
}

func requireGolden(t *testing.T, notes string) {
	forEachCase(t, func(t *testing.T, dir string) {
		cfg := readGenerateLine(t, dir)
		cfg.Notes = notes
		file := generateOne(t, cfg)
		compareWithGolden(t, filepath.Join("..", "golden", filepath.Base(dir)+".golden"), file.Content)
	})
}

// compiled are the packages that are in the build cache.
func compiled(t *testing.T, dir string, pkgs ...string) []string {
	args := append([]string{"list", "-n", "-export", "-f", "{{if .Export}}{{.ImportPath}}{{end}}"}, pkgs...)
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = dir
	output, err := cmd.Output()
	require.NoError(t, err)
	return strings.Fields(string(output))
}

const shop = `
-- stock/stock.go --
package stock

import "net/http"

type Item struct{ Name string }

// Header takes more of another package than its type.
func Header(r *http.Request) http.Header { return r.Header }
-- client.go --
package shop

import "example.com/case/stock"

type Client interface {
	Find(name string) (*stock.Item, error)
}
`

func TestAPackageIsNotCompiledToGenerateForIt(t *testing.T) {
	dir := extract(t, txtar.Parse([]byte(shop)))
	files, diagnostics, err := generator.Generate(context.Background(), generator.Config{Dir: dir, Types: []string{"Client"}})
	require.NoError(t, err)
	require.Empty(t, diagnostics)
	require.Len(t, files, 1)
	require.Empty(t, compiled(t, dir, ".", "./stock"))
}
