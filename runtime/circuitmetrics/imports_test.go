package circuitmetrics

import (
	"go/build"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNothingIsImportedButTheRuntimeAndTheStandardLibrary(t *testing.T) {
	pkg, err := build.ImportDir(".", 0)
	require.NoError(t, err)
	require.NotEmpty(t, pkg.Imports)
	for _, path := range pkg.Imports {
		first, _, _ := strings.Cut(path, "/")
		if path != "github.com/cbgen/cbgen/runtime" {
			require.NotContains(t, first, ".", path)
		}
	}
}
