package vet_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/txtar"

	"github.com/cbgen/cbgen/generator"
	"github.com/cbgen/cbgen/vet"
)

// TestFindingsAreWhereTheyAreExpected runs the analyzer on the archives of testdata/vet, whose
// comments say what is wanted. Each line of an archive's own comment is a command line of cbgen,
// which is run first.
func TestFindingsAreWhereTheyAreExpected(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "vet", "*.txtar"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			require.NoError(t, err)
			dir := extract(t, archive)
			for line := range strings.Lines(string(archive.Comment)) {
				generate(t, dir, strings.Fields(line))
			}
			analysistest.Run(t, dir, vet.Analyzer, "./...")
		})
	}
}

// extract writes the files of an archive to a module that can import the runtime, and returns
// its folder.
func extract(t *testing.T, archive *txtar.Archive) string {
	dir := t.TempDir()
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(t, err)
	for _, file := range append([]txtar.File{
		{Name: "go.mod", Data: []byte("module example.com/shop\n\ngo 1.26.0\n\n" +
			"require github.com/cbgen/cbgen v0.0.0\n\nreplace github.com/cbgen/cbgen => " + root + "\n")},
		{Name: "go.sum", Data: sums},
	}, archive.Files...) {
		path := filepath.Join(dir, file.Name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, file.Data, 0o644))
	}
	return dir
}

// generate writes what cbgen -type T[,U…] [-policy P] package would.
func generate(t *testing.T, dir string, args []string) {
	t.Helper()
	cfg := generator.Config{Dir: dir, Package: args[len(args)-1]}
	for flag := range slices.Chunk(args[:len(args)-1], 2) {
		switch flag[0] {
		case "-type":
			cfg.Types = strings.Split(flag[1], ",")
		case "-policy":
			cfg.Policy = flag[1]
		default:
			t.Fatalf("what is %s?", flag[0])
		}
	}
	files, diagnostics, err := generator.Generate(t.Context(), cfg)
	require.NoError(t, err)
	require.Empty(t, diagnostics)
	for _, file := range files {
		require.NoError(t, os.WriteFile(file.Path, file.Content, 0o644))
	}
}
