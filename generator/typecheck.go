package generator

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"
)

// A checker type-checks packages that the go command has listed. What their declarations need
// of others is taken from the build cache, or read from source if it is not there: nothing is
// ever compiled. A package that is read from source is read so by all that import it.
type checker struct {
	config   *packages.Config // that the packages were listed with
	sizes    types.Sizes
	roots    []*packages.Package
	isSource map[*packages.Package]bool
	exported map[string]*types.Package    // from the build cache, by path
	needed   map[string]string            // of these, those that are imported, and their files
	byPath   map[string]*packages.Package // all but variants
	checking []*packages.Package          // each imports the next

	mu     sync.Mutex
	parsed map[*packages.Package]*parsed
}

// check gives the packages their syntax and types. What they import gets its types if it is
// needed.
func check(config *packages.Config, roots []*packages.Package, prefetch *prefetch) error {
	sizes, err := sizesFor(config, roots)
	if err != nil {
		return fmt.Errorf("load packages: %w", err)
	}
	c := &checker{
		config:   config,
		sizes:    sizes,
		roots:    roots,
		isSource: make(map[*packages.Package]bool),
		exported: make(map[string]*types.Package),
		needed:   make(map[string]string),
		byPath:   make(map[string]*packages.Package),
		parsed:   make(map[*packages.Package]*parsed),
	}
	for _, root := range roots {
		c.decideSource(root)
	}
	packages.Visit(roots, nil, func(pkg *packages.Package) {
		if !isVariant(pkg) {
			c.byPath[pkg.PkgPath] = pkg
		}
	})
	c.parseAll()
	prefetch.take(c)
	defer prefetch.keep(c)
	for _, root := range roots {
		if err := config.Context.Err(); err != nil {
			return fmt.Errorf("load packages: %w", err)
		}
		c.checkSource(root)
	}
	return nil
}

// decideSource decides whether a package is read from source, once.
func (c *checker) decideSource(pkg *packages.Package) bool {
	if source, ok := c.isSource[pkg]; ok {
		return source
	}
	source := pkg.ExportFile == "" || isVariant(pkg) || slices.Contains(c.roots, pkg)
	for _, imported := range pkg.Imports {
		if c.decideSource(imported) {
			source = true
		}
	}
	source = source && pkg.PkgPath != "unsafe"
	c.isSource[pkg] = source
	return source
}

// isVariant reports whether a package is as it is built for a test. There may be several of
// one path.
func isVariant(pkg *packages.Package) bool { return strings.Contains(pkg.ID, " [") }

// parseAll parses the roots and what they need from source, in parallel.
func (c *checker) parseAll() {
	var wg sync.WaitGroup
	var visit func(*packages.Package)
	visit = func(pkg *packages.Package) {
		c.mu.Lock()
		_, seen := c.parsed[pkg]
		if !seen {
			c.parsed[pkg] = nil
		}
		c.mu.Unlock()
		if seen || !c.isSource[pkg] {
			return
		}
		wg.Go(func() {
			s := c.parse(pkg)
			c.mu.Lock()
			c.parsed[pkg] = s
			c.mu.Unlock()
			for path := range s.needs {
				if imported := pkg.Imports[path]; imported != nil {
					visit(imported)
				}
			}
		})
	}
	for _, root := range c.roots {
		visit(root)
	}
	wg.Wait()
}

func (c *checker) parse(pkg *packages.Package) *parsed {
	mode := parser.ParseComments
	if !slices.Contains(c.roots, pkg) {
		mode = 0
	}
	s := parse(c.config.Fset, pkg, pkg.GoFiles, mode)
	if !s.isTranslated(pkg) || isStandard(pkg) {
		return s
	}
	paths, err := translated(c.config, pkg)
	if err != nil {
		pkg.Errors = append(pkg.Errors, packages.Error{Msg: err.Error(), Kind: packages.ListError})
		return s
	}
	return parse(c.config.Fset, pkg, paths, mode)
}

// isStandard reports whether a package is of the standard library. What that exports never
// has a type of C's in it.
func isStandard(pkg *packages.Package) bool { return pkg.Module == nil }

// translated are the files that the compiler gets of a package that uses cgo.
func translated(c *packages.Config, pkg *packages.Package) ([]string, error) {
	pkgs, err := listPackages(c, []string{strings.TrimSuffix(pkg.PkgPath, "_test")}, "-compiled",
		"-json=ImportPath,Dir,CompiledGoFiles")
	if err != nil {
		return nil, err
	}
	for _, p := range pkgs {
		if p.ID == pkg.ID {
			return p.CompiledGoFiles, nil
		}
	}
	return nil, errors.New("no package " + pkg.ID)
}

// checkSource type-checks a package, once.
func (c *checker) checkSource(pkg *packages.Package) {
	if pkg.Types != nil {
		return
	}
	c.checking = append(c.checking, pkg)
	defer func() { c.checking = c.checking[:len(c.checking)-1] }()
	pkg.Types = types.NewPackage(pkg.PkgPath, pkg.Name)
	pkg.Fset = c.config.Fset
	s := c.parsed[pkg]
	config := &types.Config{
		Importer:         importer{c, pkg, s},
		IgnoreFuncBodies: true,
		FakeImportC:      isStandard(pkg),
		Sizes:            c.sizes,
		Error: func(err error) {
			e := err.(types.Error)
			pkg.TypeErrors = append(pkg.TypeErrors, e)
			pos := e.Fset.Position(e.Pos).String()
			pkg.Errors = append(pkg.Errors, packages.Error{Pos: pos, Msg: e.Msg, Kind: packages.TypeError})
		},
	}
	if pkg.Module != nil && pkg.Module.GoVersion != "" {
		config.GoVersion = "go" + pkg.Module.GoVersion
	}
	var info *types.Info
	if slices.Contains(c.roots, pkg) {
		pkg.Syntax = s.files
		info = newInfo()
		pkg.TypesInfo = info
	}
	types.NewChecker(config, c.config.Fset, pkg.Types, info).Files(s.files)
	pkg.IllTyped = len(pkg.Errors) > 0
	for _, imported := range pkg.Imports {
		pkg.IllTyped = pkg.IllTyped || imported.IllTyped
	}
}

// An importer gives a package what it imports.
type importer struct {
	*checker
	pkg    *packages.Package
	parsed *parsed
}

func (i importer) Import(path string) (*types.Package, error) {
	imported := i.pkg.Imports[path]
	switch {
	case path == "unsafe":
		return types.Unsafe, nil
	case imported == nil:
		return nil, fmt.Errorf("import cycle: %s", i.checking)
	case !i.parsed.needs[path]:
		return unneeded(imported), nil
	case i.isSource[imported]:
		i.checkSource(imported)
		return imported.Types, nil
	default:
		return i.importExported(imported)
	}
}

// unneeded stands for a package of which no name is used.
func unneeded(pkg *packages.Package) *types.Package {
	empty := types.NewPackage(pkg.PkgPath, pkg.Name)
	empty.MarkComplete()
	return empty
}

func (c *checker) importExported(pkg *packages.Package) (*types.Package, error) {
	c.needed[pkg.PkgPath] = pkg.ExportFile
	if pkg.Types != nil {
		return pkg.Types, nil
	}
	var err error
	pkg.Types, err = exportFile{pkg.PkgPath, pkg.ExportFile}.read(c.config.Fset, c.exported)
	if err != nil { // such as one of a Go that is newer than this program knows
		pkg.IllTyped = true
		pkg.Errors = append(pkg.Errors, packages.Error{Msg: err.Error(), Kind: packages.ListError})
	}
	return pkg.Types, err
}

// newInfo is for what is asked of a package that declares interfaces.
func newInfo() *types.Info {
	return &types.Info{
		Types:     make(map[ast.Expr]types.TypeAndValue),
		Defs:      make(map[*ast.Ident]types.Object),
		Uses:      make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object),
	}
}
