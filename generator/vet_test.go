package generator_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGoldenFilesPassVet(t *testing.T) {
	t.Setenv("GOOS", "linux")
	t.Setenv("GOARCH", "amd64")
	replace := make(map[string]string)
	var folders, tags []string
	for _, dir := range caseFolders(t) {
		cfg := readGenerateLine(t, dir)
		golden, err := filepath.Abs(filepath.Join("..", "golden", filepath.Base(dir)+".golden"))
		require.NoError(t, err)
		replace[generateOne(t, cfg).Path] = golden
		folders = append(folders, dir)
		if cfg.Tags != "" {
			tags = append(tags, cfg.Tags)
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "overlay.json")
	require.NoError(t, os.WriteFile(file, overlay, 0o644))

	args := append([]string{"vet", "-overlay=" + file, "-tags=" + strings.Join(tags, ",")}, folders...)
	output, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput()
	require.NoError(t, err, "%s", output)
}
