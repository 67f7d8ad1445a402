package generator

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"
)

// A world is what packages in memory can import. It is loaded once, so that a fuzzer makes
// hundreds of decorators a second.
type world struct {
	fset     *token.FileSet
	packages map[string]*types.Package
}

// theWorld has a part of the standard library, the runtime, and two packages of somebody
// else's, one of which is in a folder of another name.
var theWorld = sync.OnceValues(func() (*world, error) {
	w := &world{token.NewFileSet(), make(map[string]*types.Package)}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadTypes, Fset: w.fset},
		"cmp", "context", "errors", "fmt", "io", "io/fs", "iter", "net/http", "time", "math/rand", "crypto/rand",
		"text/template", "html/template", "sync", runtimePath)
	if err != nil {
		return nil, err
	}
	for _, pkg := range pkgs {
		if len(pkg.Errors) > 0 {
			return nil, pkg.Errors[0]
		}
		w.packages[pkg.PkgPath] = pkg.Types
	}
	for path, source := range map[string]string{"example.com/pay/v2": pay, "example.com/rand": otherRand} {
		file, err := parser.ParseFile(w.fset, "/"+path+"/client.go", source, 0)
		if err != nil {
			return nil, err
		}
		config := types.Config{Importer: w}
		if w.packages[path], err = config.Check(path, w.fset, []*ast.File{file}, nil); err != nil {
			return nil, err
		}
	}
	return w, nil
})

const pay = `package pay

import (
	"context"
	"net/http"
	"time"
)

type (
	Money   int64
	Page[T any] struct{ Items []T }
	Pages[T any] = map[string]Page[T]
	Number interface{ ~int | ~int64 }
	Ordered[T any] interface{ Compare(T) int }
	Error   struct{ Code int }
	hidden  = Money
	Failure = error
	Lasting interface {
		error
		Lasts() time.Duration
	}
	Stream[T any] interface {
		Recv() (T, error)
		RecvMsg(m any) error
		Close() error
	}
	Upload interface {
		Send(Money) error
		CloseAndRecv() (*Money, error)
	}
)

func (*Error) Error() string { return "" }

type Client interface {
	Charge(ctx context.Context, cb Money, call string, err *Error) (c *Page[Money], next error)
	Balance(context.Context, time.Duration) (time, string Money, any Failure)
	Hidden(hidden, ...func(nil, string hidden) error) error
	Send(*http.Request) (error, int)
}

type Store[K comparable, V any] interface {
	Load(ctx context.Context, key K, error V, k2 any) (V, map[K]V, error)
	Range(func(K, V) bool, ...V) error
}
`

const otherRand = `package rand

type Rand struct{ N int }
`

func (w *world) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := w.packages[path]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

// load loads a package of one file.
func (w *world) load(source string) *loaded {
	pkg := &loaded{
		Name: "shop", PkgPath: "example.com/shop", Dir: "/shop", GoFiles: []string{"/shop/client.go"}, Fset: w.fset,
		TypesInfo: newInfo(),
		Module:    &packages.Module{Main: true},
	}
	file, err := parseDeclarations(w.fset, pkg.GoFiles[0], source, parser.ParseComments)
	if list, ok := errors.AsType[scanner.ErrorList](err); ok {
		for _, e := range list {
			pkg.Errors = append(pkg.Errors, packages.Error{Pos: e.Pos.String(), Msg: e.Msg, Kind: packages.ParseError})
		}
	}
	pkg.Syntax = []*ast.File{file}
	config := types.Config{Importer: w, IgnoreFuncBodies: true, Error: func(err error) { pkg.TypeErrors = append(pkg.TypeErrors, err.(types.Error)) }}
	pkg.Types, _ = config.Check(pkg.PkgPath, w.fset, pkg.Syntax, pkg.TypesInfo)
	return pkg
}

// forget lets the file set forget a package's files, which would make it grow for ever.
func (w *world) forget(files ...*ast.File) {
	for _, file := range files {
		w.fset.RemoveFile(w.fset.File(file.FileStart))
	}
}

// generateInMemory does what Generate does once a package is loaded.
func generateInMemory(pkg *loaded, source string, cfg Config) ([]*rendering, []Diagnostic, error) {
	cfg.Dir, cfg.Package = pkg.Dir, "."
	r := &run{Config: cfg, path: pkg.Dir, folder: &folder{asked: newRequests()}, pkgs: []*loaded{pkg}}
	r.folder.asked.addFile([]byte(source))
	r.folder.asked.addConfig(cfg)
	r.judge(make(map[*loaded]*reading))
	if found := r.diagnostics.sorted(); len(found) > 0 {
		return nil, found, nil
	}
	rendered, err := renderAll([]*run{r})
	return rendered, nil, err
}

// check type-checks a package, with its functions, together with what was generated for it.
func (w *world) check(pkg *loaded, source string, rendered []*rendering) error {
	files := []*ast.File{}
	parse := func(path string, content any) error {
		file, err := parser.ParseFile(w.fset, path, content, parser.SkipObjectResolution)
		files = append(files, file)
		return err
	}
	defer func() { w.forget(files...) }()
	if err := parse(pkg.GoFiles[0], source); err != nil {
		return err
	}
	for _, r := range rendered {
		if err := parse(r.file.Path, r.file.Content); err != nil {
			return err
		}
	}
	var all []error
	config := types.Config{Importer: w, Error: func(err error) { all = append(all, err) }}
	config.Check(pkg.PkgPath, w.fset, files, nil)
	return errors.Join(all...)
}

// numbered is a source with the numbers of its lines, for a message.
func numbered(source string) string {
	var out strings.Builder
	n := 0
	for line := range strings.Lines(source) {
		n++
		fmt.Fprintf(&out, "%4d  %s", n, line)
	}
	return out.String()
}
