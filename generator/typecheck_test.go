package generator

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatCannotBeReadFromTheBuildCacheIsBlamed(t *testing.T) {
	require.NoError(t, exec.CommandContext(t.Context(), "go", "list", "-export", "io").Run())
	dir := t.TempDir()
	source := "package client\n\nimport \"io\"\n\ntype Client interface{ Do(io.Reader) error }\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/case\n\ngo 1.26.0\n"), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "client.go"), []byte(source), 0o666))
	c := packagesConfig(t.Context(), Config{Dir: dir})
	pkgs, err := listDirect(c, []string{"."})
	require.NoError(t, err)
	newer := filepath.Join(dir, "newer")
	require.NoError(t, os.WriteFile(newer, []byte("i\x7fof a Go to come"), 0o666))
	pkgs[0].Imports["io"].ExportFile = newer
	require.NoError(t, check(c, pkgs, nil))

	d := &diagnostics{pkgs: pkgs, dir: dir}
	require.Empty(t, find(pkgs, []string{"Client"}, d))
	require.Len(t, d.list, 1)
	require.Contains(t, d.list[0].String(), "client.go:5:27: could not import io: ")
	require.Contains(t, d.list[0].Message, "version 127")
}
