package generator

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// withExport is what the go command is to tell of packages that are type-checked. It is what
// go/packages would tell of them, with one run of the go command in place of three; and -n,
// which go/packages cannot say, looks up what is in the build cache, and compiles nothing.
var withExport = []string{"-n", "-export",
	"-json=Name,ImportPath,Dir,GoFiles,CgoFiles,IgnoredGoFiles,InvalidGoFiles,SwigFiles,SwigCXXFiles," +
		"Imports,ImportMap,Export,Module,DepOnly,Match,Incomplete,Error"}

// listGraph lists the packages that match, with all that they import, directly or not.
func listGraph(c *packages.Config, patterns []string) ([]*loaded, error) {
	return listPackages(c, patterns, slices.Concat(withExport, []string{"-deps"})...)
}

// listAlone lists the packages that match, and nothing of what they import.
func listAlone(c *packages.Config, patterns []string) ([]*loaded, error) {
	return listPackages(c, patterns, "-find", "-json=Name,ImportPath,Dir,Module,Error")
}

func listPackages(c *packages.Config, patterns []string, how ...string) ([]*loaded, error) {
	g, err := readGraph(c, patterns, how)
	if err != nil {
		return nil, err
	}
	return g.link(), nil
}

// readGraph runs the go command.
func readGraph(c *packages.Config, patterns, how []string) (*graph, error) {
	args := slices.Concat([]string{"list", "-e", "-pgo=off", "-buildvcs=false"}, how, c.BuildFlags)
	if c.Tests {
		args = append(args, "-test")
	}
	g := &graph{c: c, byID: make(map[string]*node)}
	err := eachListed(c.Context, c.Dir, slices.Concat(args, []string{"--"}, patterns), g.add)
	if _, ok := errors.AsType[complaint](err); err != nil && !(ok && slices.ContainsFunc(g.order, isMatched)) {
		return nil, err
	}
	return g, nil
}

// isMatched reports whether a node is more than what others import.
func isMatched(n *node) bool { return !n.DepOnly }

// A node is what the go command says of a package.
type node struct {
	Name            string
	ImportPath      string // also "p [p.test]", which is p as it is built for its tests
	Dir             string
	GoFiles         []string
	CgoFiles        []string
	CompiledGoFiles []string
	IgnoredGoFiles  []string
	InvalidGoFiles  []string // some of them are among the GoFiles too
	SwigFiles       []string
	SwigCXXFiles    []string
	Imports         []string
	ImportMap       map[string]string // what the files call a package, where that is not its path
	Export          string
	Module          *packages.Module
	DepOnly         bool
	Match           []string // the patterns, in the words of the command line
	Incomplete      bool     // something is wrong with it, or with what it imports
	Error           *struct {
		Pos, Err    string
		ImportStack []string
	}

	pkg     *loaded
	linking bool // it is on the way to itself
	linked  bool
}

type graph struct {
	c     *packages.Config
	order []*node
	byID  map[string]*node
}

// add adds a node. If one package imports another that must not be imported, the go command
// lists that twice, once with the error.
func (g *graph) add(n *node) {
	if old := g.byID[n.ImportPath]; old != nil {
		if old.Error == nil {
			return
		}
		g.order = slices.DeleteFunc(g.order, func(other *node) bool { return other == old })
	}
	g.byID[n.ImportPath] = n
	g.order = append(g.order, n)
	n.pkg = n.toPackage(g.c.Tests)
}

func (n *node) toPackage(tests bool) *loaded {
	path, _, _ := strings.Cut(n.ImportPath, " ")
	pkg := &loaded{
		ID: n.ImportPath, PkgPath: path, Name: n.Name, Dir: n.Dir, ExportFile: n.Export, Module: n.Module,
		GoFiles:         n.paths(n.GoFiles, n.CgoFiles, n.tooWrong(tests)),
		CompiledGoFiles: n.paths(n.CompiledGoFiles),
		IgnoredFiles:    n.paths(n.IgnoredGoFiles),
		OtherFiles:      n.paths(n.SwigFiles, n.SwigCXXFiles),
		Imports:         make(map[string]*loaded),
	}
	if n.Error == nil {
		return pkg
	}
	message, stack := strings.TrimSpace(n.Error.Err), n.Error.ImportStack
	if strings.HasPrefix(message, "import cycle not allowed") && len(stack) > 0 {
		message = fmt.Sprintf("import cycle not allowed: import stack: %v", stack)
	}
	pkg.Errors = []packages.Error{{Pos: n.Error.Pos, Msg: message, Kind: packages.ListError}}
	return pkg
}

// tooWrong are the files that the go command could not even take for the package's. The parser
// says what is wrong with them.
func (n *node) tooWrong(tests bool) []string {
	return slices.DeleteFunc(slices.Clone(n.InvalidGoFiles), func(name string) bool {
		return isTestFile(name) && !tests || slices.Contains(n.GoFiles, name) || slices.Contains(n.CgoFiles, name)
	})
}

func (n *node) paths(lists ...[]string) []string {
	var paths []string
	for _, name := range slices.Concat(lists...) {
		if !filepath.IsAbs(name) { // what the go command has made itself is elsewhere
			name = filepath.Join(n.Dir, name)
		}
		paths = append(paths, name)
	}
	return paths
}

// link gives the packages what they import, save where that would close a cycle, and returns
// those that match.
func (g *graph) link() []*loaded {
	var matched []*loaded
	for _, n := range g.order {
		if isMatched(n) {
			g.linkOne(n)
			matched = append(matched, n.pkg)
		}
	}
	return matched
}

func (g *graph) linkOne(n *node) {
	if n.linked {
		return
	}
	n.linking, n.linked = true, true
	defer func() { n.linking = false }()
	imports := n.imports()
	for _, path := range slices.Sorted(maps.Keys(imports)) {
		imported := g.byID[imports[path]]
		if imported == nil || imported.linking { // import "C", or a cycle
			continue
		}
		g.linkOne(imported)
		n.pkg.Imports[path] = imported.pkg
	}
}

// imports are the packages that the files import, by the paths that they say.
func (n *node) imports() map[string]string {
	imports := make(map[string]string)
	mapped := make(map[string]bool)
	for path, id := range n.ImportMap {
		imports[path] = id
		mapped[id] = true
	}
	for _, id := range n.Imports {
		if !mapped[id] {
			imports[id] = id
		}
	}
	return imports
}
