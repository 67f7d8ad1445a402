package generator

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatIsCompiledTellsTheProcessor(t *testing.T) {
	for _, arch := range []string{"amd64", "386"} {
		t.Setenv("GOARCH", arch)
		path, err := exec.CommandContext(t.Context(), "go", "list", "-export", "-f", "{{.Export}}", "errors").Output()
		require.NoError(t, err)
		require.Equal(t, arch, archOf(strings.TrimSpace(string(path))))
	}
	require.Empty(t, archOf("sizes.go"))
}
