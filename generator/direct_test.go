package generator

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// listDirectly lists the package of a file.
func listDirectly(t *testing.T, source string, tests bool) ([]*loaded, error) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/case\n\ngo 1.26.0\n"), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "client.go"), []byte(source), 0o666))
	c := packagesConfig(t.Context(), Config{Dir: dir})
	c.Tests = tests
	return listDirect(c, []string{"."})
}

func TestOnlyWhatThePackageItselfImportsIsListed(t *testing.T) {
	require.NoError(t, exec.CommandContext(t.Context(), "go", "list", "-export", "net/http", "unsafe").Run())
	pkgs, err := listDirectly(t, "package client\n\nimport (\n\t\"net/http\"\n\t_ \"unsafe\"\n)\n\ntype Client interface{ Do(*http.Request) error }\n", false)
	require.NoError(t, err)
	require.Len(t, pkgs, 1)
	require.Len(t, pkgs[0].Imports, 2)
	require.NotEmpty(t, pkgs[0].Imports["net/http"].ExportFile)
	require.NotContains(t, pkgs[0].Imports["net/http"].Imports, "io", "what is behind that is not listed")
}

func TestMoreIsListedWhereOwnImportsAreNotEnough(t *testing.T) {
	for name, source := range map[string]string{
		"an import that is not there":   "package client\n\nimport \"example.com/absent\"\n\nvar _ absent.T\n",
		"an import behind C":            "package client\n\nimport \"C\"\n",
		"an import that is not allowed": "package client\n\nimport \"net/http/internal\"\n\nvar _ internal.T\n",
		"no import at all, but wrong":   "package client\n\nimport \"\"\n",
	} {
		_, err := listDirectly(t, source, false)
		require.ErrorIs(t, err, errNotEnough, name)
	}
	_, err := listDirectly(t, "package client\n", true)
	require.ErrorIs(t, err, errNotEnough, "tests")
	t.Setenv("GOCACHE", t.TempDir())
	_, err = listDirectly(t, "package client\n\nimport \"net/http\"\n\nvar _ http.Client\n", false)
	require.ErrorIs(t, err, errNotEnough, "what is not in the build cache")
}
