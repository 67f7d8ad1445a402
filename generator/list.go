package generator

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
)

// A listed package is what the go command says of one that a pattern matches.
type listed struct {
	Dir            string
	ImportPath     string
	GoFiles        []string
	CgoFiles       []string
	TestGoFiles    []string
	XTestGoFiles   []string
	InvalidGoFiles []string // some of them are among the others too
	Module         *struct {
		Main bool
		Path string
	}
	Error *struct{ Err string }
}

// goEnv is what go generate knows of its surroundings.
type goEnv struct{ GOFLAGS, GOOS, GOARCH, GOROOT string }

// readGoEnv asks the go command, which also knows what go env -w has set.
func readGoEnv(ctx context.Context, dir string) (goEnv, error) {
	var env goEnv
	out, err := runGo(ctx, dir, "env", "-json", "GOFLAGS", "GOOS", "GOARCH", "GOROOT")
	if err != nil {
		return env, err
	}
	return env, json.Unmarshal(out, &env)
}

// list lists the packages that the patterns match, and nothing that they import.
func list(ctx context.Context, dir, tags string, patterns []string) ([]*listed, error) {
	args := slices.Concat([]string{"list", "-e", "-find", "-tags=" + tags,
		"-json=Dir,ImportPath,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,InvalidGoFiles,Module,Error", "--"}, patterns)
	var pkgs []*listed
	err := eachListed(ctx, dir, args, func(pkg *listed) { pkgs = append(pkgs, pkg) })
	return pkgs, err
}

// tagsForLines are the build tags with which go generate looks for lines: it adds one.
func (env goEnv) tagsForLines(tags string) string {
	if tags == "" {
		for flag := range strings.FieldsSeq(env.GOFLAGS) {
			if _, value, ok := strings.Cut(flag, "-tags="); ok {
				tags = value
			}
		}
	}
	return strings.TrimPrefix(tags+",generate", ",")
}

// hosts are the files whose lines go generate runs, in its order. Then come those in which it
// would run none, since it cannot read them: that has to be said.
func (p *listed) hosts() []string {
	taken := slices.Concat(p.GoFiles, p.CgoFiles, p.TestGoFiles, p.XTestGoFiles)
	isTaken := func(name string) bool { return slices.Contains(taken, name) }
	return p.paths(append(taken, slices.DeleteFunc(slices.Clone(p.InvalidGoFiles), isTaken)...))
}

// built are the files that are part of the package itself.
func (p *listed) built() []string { return p.paths(slices.Concat(p.GoFiles, p.CgoFiles)) }

func (p *listed) paths(names []string) []string {
	var paths []string
	for _, name := range names {
		paths = append(paths, filepath.Join(p.Dir, name))
	}
	return paths
}
