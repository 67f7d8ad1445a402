package generator_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/cbgen/cbgen/generator"
)

// TestMistakesAreReportedWhereTheyAre runs the archives of testdata/errors. The comment of
// an archive is the command line after cbgen; its file want has what must be reported.
func TestMistakesAreReportedWhereTheyAre(t *testing.T) {
	t.Setenv("GOOS", "linux") // what another platform leaves out is a case
	forEachMistake(t, func(t *testing.T, path string, archive *txtar.Archive) {
		got := report(t, parseArgs(t, extract(t, archive), strings.Fields(string(archive.Comment))))
		require.NotEmpty(t, got, "nothing was reported")

		want := archiveFile(archive, "want")
		if *update {
			want.Data = []byte(got)
			require.NoError(t, os.WriteFile(path, txtar.Format(archive), 0o644))
		}
		require.Equal(t, string(want.Data), got)
	})
}

// forEachMistake runs a test for each of the archives, several at a time.
func forEachMistake(t *testing.T, test func(t *testing.T, path string, archive *txtar.Archive)) {
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "errors", "*.txtar"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	t.Run("mistake", func(t *testing.T) {
		for _, path := range paths {
			t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
				t.Parallel()
				archive, err := txtar.ParseFile(path)
				require.NoError(t, err)
				test(t, path, archive)
			})
		}
	})
}

// report is what the command prints of a run that makes no file.
func report(t *testing.T, cfg generator.Config) string {
	files, diagnostics, err := generator.Generate(context.Background(), cfg)
	require.Empty(t, files)
	var out strings.Builder
	for _, d := range diagnostics {
		out.WriteString(d.String() + "\n")
	}
	if err != nil {
		out.WriteString(err.Error() + "\n")
	}
	return strings.ReplaceAll(out.String(), cfg.Dir, "$DIR")
}

// extract writes the files of an archive to a module that can import the runtime, and
// returns its folder.
func extract(t *testing.T, archive *txtar.Archive) string {
	dir := t.TempDir()
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(t, err)
	files := append([]txtar.File{
		{Name: "go.mod", Data: []byte("module example.com/case\n\ngo 1.26.0\n\n" +
			"require github.com/cbgen/cbgen v0.0.0\n\nreplace github.com/cbgen/cbgen => " + root + "\n")},
		{Name: "go.sum", Data: sums},
	}, archive.Files...)
	for _, file := range files {
		path := filepath.Join(dir, file.Name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, file.Data, 0o644))
	}
	return dir
}

// archiveFile is the file of that name; it is added if there is none.
func archiveFile(archive *txtar.Archive, name string) *txtar.File {
	for i := range archive.Files {
		if archive.Files[i].Name == name {
			return &archive.Files[i]
		}
	}
	archive.Files = append(archive.Files, txtar.File{Name: name})
	return &archive.Files[len(archive.Files)-1]
}
