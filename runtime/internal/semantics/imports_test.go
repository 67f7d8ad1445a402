package semantics_test

import (
	"go/build"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/cbgen/cbgen/"

// Its tests count too: the go command puts what they import into the go.sum of whoever
// imports the runtime. Packages of our own may import no more than it does.
func TestRuntimeAndItsTestsImportTheStandardLibraryAlone(t *testing.T) {
	pkg, err := build.ImportDir("../..", 0)
	require.NoError(t, err)
	require.NotEmpty(t, pkg.Imports)
	require.NotEmpty(t, pkg.TestImports)
	requireStandardLibrary(t, slices.Concat(pkg.Imports, pkg.TestImports, pkg.XTestImports))
}

func requireStandardLibrary(t *testing.T, imports []string) {
	for _, path := range imports {
		if own, ok := strings.CutPrefix(path, module); ok {
			pkg, err := build.ImportDir("../../../"+own, 0)
			require.NoError(t, err)
			requireStandardLibrary(t, pkg.Imports)
			continue
		}
		first, _, _ := strings.Cut(path, "/")
		require.NotContains(t, first, ".", "%s is not in the standard library", path)
	}
}
