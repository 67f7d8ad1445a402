package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"cbgen": main})
}

// TestScripts runs the command the way that people do: in modules outside the repository,
// which take cbgen from it by a replace directive.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	host := hostFolders(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, host...)
			env.Vars = append(env.Vars, "XDG_CACHE_HOME="+env.WorkDir+"/.cache", "GOFLAGS=", "GOPROXY=off", "GOTOOLCHAIN=local", "ROOT="+root)
			return writeModule(env.WorkDir, root)
		},
	})
}

// hostFolders are where the go command has what it needs: nothing is downloaded here.
func hostFolders(t *testing.T) []string {
	t.Helper()
	var vars []string
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOROOT"} {
		value, err := exec.Command("go", "env", name).Output()
		require.NoError(t, err)
		vars = append(vars, name+"="+strings.TrimSpace(string(value)))
	}
	return vars
}

// writeModule makes the module of a script. It has the repository's own requirements, so
// that cbgen can be run in it as a tool.
func writeModule(folder, root string) error {
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return err
	}
	own, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	module := strings.Replace(string(own), "module github.com/cbgen/cbgen", "module example.com/shop", 1) +
		"\nrequire github.com/cbgen/cbgen v0.0.0\n\nreplace github.com/cbgen/cbgen => " + root +
		"\n\ntool github.com/cbgen/cbgen/cmd/cbgen\n"
	if err := os.WriteFile(filepath.Join(folder, "go.mod"), []byte(module), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "go.sum"), sums, 0o644)
}
