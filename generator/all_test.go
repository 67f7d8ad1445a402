package generator_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cbgen/cbgen/generator"
)

// TestAllPackagesAtOnceMakeTheSameFiles generates all cases in one run, and has go vet look at what
// comes out.
func TestAllPackagesAtOnceMakeTheSameFiles(t *testing.T) {
	t.Setenv("GOOS", "linux")
	t.Setenv("GOARCH", "amd64")
	replace, tags := requireGoldenAtOnce(t)
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "overlay.json")
	require.NoError(t, os.WriteFile(file, overlay, 0o644))

	args := append([]string{"vet", "-overlay=" + file, "-tags=" + tags}, caseFolders(t)...)
	output, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput()
	require.NoError(t, err, "%s", output)
}

// requireGoldenAtOnce generates all cases in one run. It returns the golden files by the paths of
// what is generated, and the tags that the cases need.
func requireGoldenAtOnce(t *testing.T) (golden map[string]string, allTags string) {
	folders := caseFolders(t)
	var tags []string
	for _, dir := range folders {
		if cfg := readGenerateLine(t, dir); cfg.Tags != "" {
			tags = append(tags, cfg.Tags)
		}
	}
	files, diagnostics, err := generator.GenerateAll(t.Context(), generator.All{
		Dir:      filepath.Join("..", "testdata"),
		Patterns: relativeTo(t, filepath.Join("..", "testdata"), folders),
		Tags:     strings.Join(tags, ","), // without these, some lines are not seen
		Parse:    func(args []string) (generator.Config, error) { return parseArgs(t, "", args), nil },
	})
	require.NoError(t, err)
	require.Empty(t, diagnostics)
	require.Equal(t, len(folders), len(files))
	golden = make(map[string]string)
	for _, file := range files {
		path, err := filepath.Abs(filepath.Join("..", "golden", filepath.Base(filepath.Dir(file.Path))+".golden"))
		require.NoError(t, err)
		compareWithGolden(t, path, file.Content)
		golden[file.Path] = path
	}
	return golden, strings.Join(tags, ",")
}

func relativeTo(t *testing.T, dir string, folders []string) []string {
	var patterns []string
	for _, folder := range folders {
		path, err := filepath.Rel(dir, folder)
		require.NoError(t, err)
		patterns = append(patterns, "./"+filepath.ToSlash(path))
	}
	return patterns
}
