package generator

import (
	"bufio"
	"go/types"
	"os"
	"regexp"
	"strings"

	"golang.org/x/tools/go/packages"
)

// compiledFor is near the beginning of what is compiled: go object linux amd64 go1.26.0.
var compiledFor = regexp.MustCompile(`^go object \S+ (\S+) `)

// sizesFor are the sizes of types, which are constants in declarations. The go command is asked
// for the processor only if nothing that is compiled tells it, since that takes a run more.
func sizesFor(c *packages.Config, roots []*packages.Package) (types.Sizes, error) {
	var arch string
	packages.Visit(roots, func(pkg *packages.Package) bool {
		if arch == "" && pkg.ExportFile != "" {
			arch = archOf(pkg.ExportFile)
		}
		return arch == ""
	}, nil)
	if arch == "" {
		out, err := runGo(c.Context, c.Dir, "env", "GOARCH")
		if err != nil {
			return nil, err
		}
		arch = strings.TrimSpace(string(out))
	}
	return types.SizesFor("gc", arch), nil
}

// archOf is empty if the file does not say it where it is expected.
func archOf(path string) string {
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for range 3 { // the line comes after two of the archive
		if !lines.Scan() {
			return ""
		}
		if match := compiledFor.FindStringSubmatch(lines.Text()); match != nil {
			return match[1]
		}
	}
	return ""
}
