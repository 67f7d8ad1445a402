package semantics_test

import (
	"go/build"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Its tests count too: the go command puts what they import into the go.sum of whoever
// imports the runtime.
func TestRuntimeAndItsTestsImportTheStandardLibraryAlone(t *testing.T) {
	for _, dir := range []string{"../..", "../../circuithttp"} {
		pkg, err := build.ImportDir(dir, 0)
		require.NoError(t, err)
		require.NotEmpty(t, pkg.Imports)
		require.NotEmpty(t, pkg.TestImports)
		for _, path := range slices.Concat(pkg.Imports, pkg.TestImports, pkg.XTestImports) {
			first, _, _ := strings.Cut(strings.TrimPrefix(path, "github.com/cbgen/cbgen/runtime"), "/")
			require.NotContains(t, first, ".", "%s is not in the standard library", path)
		}
	}
}
