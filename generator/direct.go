package generator

import (
	"errors"
	"go/build"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// errNotEnough says that more has to be listed than what a package imports itself.
var errNotEnough = errors.New("the package's own imports are not enough")

// listDirect lists one package with what it imports itself, and nothing behind that. There is
// less to list then, and it is enough where all is well: the export data of a package tells what
// is to be known of those behind it. Where it is not enough, listGraph has to say what is wrong.
func listDirect(c *packages.Config, patterns []string) ([]*loaded, error) {
	if len(patterns) > 1 || c.Tests || !isFolder(patterns[0]) {
		return nil, errNotEnough
	}
	folder := patterns[0]
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(c.Dir, folder)
	}
	g, err := readGraph(c, slices.Concat(patterns, importsIn(folder, builtWith(c.BuildFlags))), withExport)
	if err != nil {
		return nil, err
	}
	for _, n := range g.order {
		n.DepOnly = !slices.Contains(n.Match, patterns[0])
		if !n.DepOnly && !g.isEnough(n) {
			return nil, errNotEnough
		}
	}
	return g.link(), nil
}

func isFolder(pattern string) bool {
	return (pattern[0] == '.' || filepath.IsAbs(pattern)) && !strings.Contains(pattern, "...")
}

// isEnough reports whether all that the package imports can be read from the build cache. That
// is not so of "C", which is no package.
func (g *graph) isEnough(n *node) bool {
	if n.Incomplete || len(n.SwigFiles) > 0 || len(n.SwigCXXFiles) > 0 { // what SWIG writes imports more
		return false
	}
	for id := range maps.Values(n.imports()) {
		imported := g.byID[id]
		if id != "unsafe" && (imported == nil || imported.Export == "") {
			return false
		}
	}
	return true
}

// importsIn are the paths that the files of a folder import which are built, save those that are
// tests, or masked. To ask for the imports of others could have the go command look for modules
// that the package does not need, and add them to go.mod.
func importsIn(folder string, isBuilt *build.Context) []string {
	found := make(map[string]bool)
	for _, path := range goFiles(folder) {
		if match, _ := isBuilt.MatchFile(folder, filepath.Base(path)); !match || isTestFile(path) {
			continue
		}
		content, _ := os.ReadFile(path)
		file, _ := parser.ParseFile(token.NewFileSet(), path, content, parser.ImportsOnly)
		if file == nil || isOutput(filepath.Base(path), nil, content) {
			continue
		}
		for _, spec := range file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			found[path] = path != "" && path != "C" && !strings.Contains(path, "...")
		}
	}
	maps.DeleteFunc(found, func(_ string, isPackage bool) bool { return !isPackage })
	return slices.Sorted(maps.Keys(found))
}

// builtWith is what decides which files are built, as far as that is known without asking the go
// command. Where it knows better, listGraph is needed.
func builtWith(flags []string) *build.Context {
	c := build.Default
	for _, flag := range flags {
		if tags, ok := strings.CutPrefix(flag, "-tags="); ok {
			c.BuildTags = strings.Split(tags, ",")
		}
	}
	return &c
}

// goFiles are the Go files of a folder; none if it cannot be read, of which the go command tells.
func goFiles(folder string) []string {
	entries, _ := os.ReadDir(folder)
	var paths []string
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".go" {
			paths = append(paths, filepath.Join(folder, entry.Name()))
		}
	}
	return paths
}
