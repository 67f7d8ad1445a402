package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/cbgen/cbgen/benchmarks/internal/report"
)

// A workshop is a temporary folder with the tools, and the modules to use them on.
type workshop struct {
	dir  string
	root string // of the clone of cbgen
	self string // this command
	env  []string
	has  map[string]bool // the tools that could be installed
}

// newWorkshop builds cbgen from the clone in which this is run.
func newWorkshop() (*workshop, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "cbgen-benchmark-")
	if err != nil {
		return nil, err
	}
	bin := filepath.Join(dir, "bin")
	w := &workshop{dir: dir, self: self, has: map[string]bool{"go": true, "cbgen": true, "self": true}}
	w.env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOBIN="+bin,
		"PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"))

	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cbgen/cbgen").Output()
	if err != nil {
		return nil, fmt.Errorf("find cbgen: run this in a clone of its repository: %w", err)
	}
	w.root = strings.TrimSpace(string(root))
	return w, w.goCommand(w.root, "install", "./cmd/cbgen")
}

// A peer is another generator.
type peer struct{ name, pkg, version string }

var peers = []peer{
	{"stringer", "golang.org/x/tools/cmd/stringer", "v0.52.0"},
	{"mockery", "github.com/vektra/mockery/v3", "v3.9.0"},
	{"moq", "github.com/matryer/moq", "v0.8.1"},
	{"mockgen", "go.uber.org/mock/mockgen", "v0.6.0"},
	{"counterfeiter", "github.com/maxbrunsfeld/counterfeiter/v6", "v6.14.0"},
	{"gowrap", "github.com/hexdigest/gowrap/cmd/gowrap", "v1.4.3"},
}

// installPeers installs what the module proxy serves, and says what it does not.
func (w *workshop) installPeers() report.Table {
	t := report.Table{Title: "generators", Rows: [][]string{{"generator", "version"}}}
	for _, p := range peers {
		state := p.version
		if err := w.goCommand(w.dir, "install", p.pkg+"@"+p.version); err != nil {
			state += ", not compared: it could not be installed from the module proxy"
			fmt.Fprintf(os.Stderr, "generate: %s is not compared: %v\n", p.name, err)
		} else {
			w.has[p.name] = true
		}
		t.Rows = append(t.Rows, []string{p.name, state})
	}
	return t
}

// goCommand runs the go command, apart from any workspace.
func (w *workshop) goCommand(dir string, args ...string) error {
	_, err := w.run(command{dir: dir, args: append([]string{"go"}, args...)})
	return err
}
