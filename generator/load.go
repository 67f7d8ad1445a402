package generator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A loaded package is one that may declare the types to decorate.
type loaded = packages.Package

const loadMode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles |
	packages.NeedImports | packages.NeedTypes | packages.NeedTypesSizes | packages.NeedSyntax |
	packages.NeedTypesInfo | packages.NeedModule

// load is the package that cfg asks for, and its folder. If its tests declare one of the
// types, it is the package with its tests, and the external test package.
func load(ctx context.Context, cfg Config) ([]*loaded, *folder, error) {
	path, err := packageFolder(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	folder, err := readFolder(path, cfg.Output)
	if err != nil {
		return nil, nil, err
	}
	c := packagesConfig(ctx, cfg, loadMode)
	c.Overlay = folder.mask()
	c.ParseFile = parseDeclarations
	c.Tests = declaredInTests(path, cfg.Types)
	pkgs, err := loadPackages(c, cfg)
	if err != nil {
		return nil, nil, err
	}
	if len(pkgs[0].Syntax) == 0 {
		return nil, nil, notLoaded(pkgs[0], "only tests in "+path+", and none declares the type")
	}
	if !isOwn(pkgs[0]) {
		return nil, nil, fmt.Errorf("%s is not a package of your module, and nothing can be generated into it: "+
			"declare an interface of your own that embeds the one to guard, and name that", pkgs[0].PkgPath)
	}
	return pkgs, folder, nil
}

// isOwn reports whether the package is of a main module. The standard library is of none.
func isOwn(pkg *loaded) bool { return pkg.Module != nil && pkg.Module.Main }

// notLoaded is why there is nothing of a package: what the go command says, or else the reason.
func notLoaded(pkg *loaded, reason string) error {
	if len(pkg.Errors) > 0 {
		reason = withoutPosition(pkg.Errors[0])
	}
	return errors.New("load packages: " + reason)
}

// declaredInTests reports whether a test file in the folder declares one of the types.
// Loading the tests too takes longer, and is rarely needed.
func declaredInTests(folder string, types []string) bool {
	return slices.ContainsFunc(testFiles(folder), func(path string) bool { return declaresAny(path, types) })
}

func testFiles(folder string) []string {
	files, _ := filepath.Glob(filepath.Join(folder, "*_test.go"))
	return files
}

// declaresAny reports whether a file declares one of the types, be it part of the build or not.
func declaresAny(path string, types []string) bool {
	file, _ := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if file == nil {
		return false // loading the file says what is wrong with it
	}
	for decl := range typeDeclarations(file) {
		if slices.Contains(types, decl.spec.Name.Name) {
			return true
		}
	}
	return false
}

func packagesConfig(ctx context.Context, cfg Config, mode packages.LoadMode) *packages.Config {
	c := &packages.Config{Context: ctx, Dir: cfg.Dir, Mode: mode, Fset: token.NewFileSet()}
	if cfg.Tags != "" {
		c.BuildFlags = []string{"-tags=" + cfg.Tags}
	}
	return c
}

func loadPackages(c *packages.Config, cfg Config) ([]*loaded, error) {
	pattern := cfg.Package
	if pattern == "" {
		pattern = "."
	}
	pkgs, err := packages.Load(c, pattern)
	err = cmp.Or(c.Context.Err(), err) // a Load that was stopped says so in text only
	if err != nil {
		return nil, fmt.Errorf("load packages: %w", inWordsOfGo(err))
	}
	if c.Tests {
		pkgs = slices.DeleteFunc(pkgs, isNotTheFullest(pkgs))
	}
	switch {
	case len(pkgs) == 0 && !isInModule(c.Dir):
		return nil, errors.New("load packages: there is no go.mod in this folder or one above: run go mod init first")
	case len(pkgs) == 0:
		return nil, fmt.Errorf("load packages: %s matches no package", pattern)
	case len(pkgs) > 1 && !c.Tests:
		return nil, fmt.Errorf("load packages: %s matches %d packages; name one", pattern, len(pkgs))
	}
	return pkgs, nil
}

// isInModule reports whether there is a go.mod in the folder or in one above.
func isInModule(dir string) bool {
	dir, _ = filepath.Abs(dir)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return false
		}
		dir = parent
	}
}

func withoutPosition(e packages.Error) string {
	if e.Pos == "" || e.Pos == "-" {
		return e.Msg
	}
	return e.Error()
}

// packageFolder is where the package's files are, and its outputs.
func packageFolder(ctx context.Context, cfg Config) (string, error) {
	if cfg.Package == "" || cfg.Package[0] == '.' {
		return filepath.Abs(filepath.Join(cfg.Dir, cfg.Package))
	}
	if filepath.IsAbs(cfg.Package) {
		return cfg.Package, nil
	}
	pkgs, err := loadPackages(packagesConfig(ctx, cfg, packages.NeedName|packages.NeedFiles), cfg)
	if err != nil {
		return "", err
	}
	if pkgs[0].Dir == "" {
		return "", notLoaded(pkgs[0], "no package "+cfg.Package)
	}
	return pkgs[0].Dir, nil
}

// isNotTheFullest drops, of what is loaded with tests, the package without them and the
// test's main package.
func isNotTheFullest(pkgs []*loaded) func(*loaded) bool {
	withTests := make(map[string]bool)
	for _, pkg := range pkgs {
		if strings.Contains(pkg.ID, " [") {
			withTests[pkg.PkgPath] = true
		}
	}
	return func(pkg *loaded) bool {
		return strings.HasSuffix(pkg.ID, ".test") || withTests[pkg.PkgPath] && !strings.Contains(pkg.ID, " [")
	}
}
