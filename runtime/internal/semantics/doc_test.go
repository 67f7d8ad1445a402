package semantics_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryTestThatTheSemanticsNameExists(t *testing.T) {
	page, err := os.ReadFile("../../../docs/semantics.md")
	require.NoError(t, err)
	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Z]\\w*)`").FindAllStringSubmatch(string(page), -1)
	require.NotEmpty(t, named)

	var tests strings.Builder
	for _, pattern := range []string{"../../*_test.go", "../*/*_test.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			code, err := os.ReadFile(file)
			require.NoError(t, err)
			tests.Write(code)
		}
	}
	for _, name := range named {
		require.Contains(t, tests.String(), "\nfunc "+name[1]+"(")
	}
}
