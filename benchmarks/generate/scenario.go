package main

import (
	"fmt"
	"path/filepath"
	"slices"
)

// A scenario is a situation in which generators are run.
type scenario struct {
	name       string
	shape      shape
	rounds     int  // the most there are, for what takes long; no bound if 0
	edited     bool // each run comes after an edit of the package
	cold       bool // each run has an empty build cache
	contenders []contender
}

// A contender is a generator, and what it is to do. The first of a scenario is ours.
type contender struct {
	name   string
	tool   string
	args   []string
	first  []string // what to run once before, if it is not the same
	line   string   // what stands above each interface
	config string   // for a configuration file of mockery's
	shape  *shape   // if it is not the scenario's
	all    bool     // it is run for all packages, in the module's folder
}

const (
	cbgenLine = "//go:generate cbgen -type %s"
	moqLine   = "//go:generate moq -out moq_%s.go . %s"
	mockLine  = "//go:generate mockgen -source client.go -destination ../mocks/mocks.go"
)

// The names of the scenarios and contenders that the goals are about.
const (
	nameOne       = "one interface"
	nameOneEdited = "one interface, after an edit"
	nameHeavy     = "heavy imports, after an edit"
	nameOneCold   = "one interface, empty build cache"
	nameHeavyCold = "heavy imports, empty build cache"
	nameFifty     = "50 interfaces in a package"
	nameHundred   = "100 packages with an interface each"
	nameCheck     = "100 packages, all current"
	nameGrowth    = "growth"

	floor      = "go list -export -deps"
	floorOf    = "go list -export -deps, of its imports"
	fromSource = "loading from source"
	nameAll    = "cbgen ./..."
	name100    = "cbgen ./..., 100 packages"
	name1000   = "cbgen ./..., 1,000 packages"
)

// The contenders of more than one scenario.
var (
	cbgen    = contender{name: "cbgen", tool: "cbgen", args: []string{"cbgen", "-type", "Client"}}
	stringer = contender{name: "stringer", tool: "stringer", args: []string{"stringer", "-type", "State"}}
)

func scenarios() []scenario {
	one := shape{packages: 1, interfaces: 1}
	heavy := shape{packages: 1, interfaces: 1, heavy: true}
	fifty := shape{packages: 1, interfaces: 50}
	hundred := shape{packages: 100, interfaces: 1}
	all := contender{name: nameAll, tool: "cbgen", args: []string{"cbgen", "./..."}, line: cbgenLine, all: true}
	check := contender{name: "cbgen -check ./...", tool: "cbgen", args: []string{"cbgen", "-check", "./..."}, first: all.args, line: cbgenLine, all: true}
	moq := contender{name: "moq, go generate ./...", tool: "moq", args: []string{"go", "generate", "./..."}, line: moqLine, all: true}
	mockgen := contender{name: "mockgen -source, go generate ./...", tool: "mockgen", args: []string{"go", "generate", "./..."}, line: mockLine, all: true}
	return []scenario{
		{name: nameOne, shape: one, contenders: single(lightImports, floor)},
		{name: nameOneEdited, shape: one, edited: true, contenders: single(lightImports, floorOf)},
		{name: nameHeavy, shape: heavy, edited: true, contenders: single(heavyImports, floorOf)},
		{name: nameOneCold, shape: one, rounds: 3, cold: true, contenders: append(cold(), stringer)},
		{name: nameHeavyCold, shape: heavy, rounds: 3, cold: true, contenders: cold()},
		{name: nameHeavyCold + ", once", shape: heavy, rounds: 1, cold: true, contenders: []contender{cbgen, stringer}},
		{name: nameFifty, shape: fifty, rounds: 3, contenders: []contender{all, mockery(fifty), moq,
			{name: "counterfeiter, batch mode", tool: "counterfeiter", args: []string{"counterfeiter", "-generate"}, line: "//counterfeiter:generate -o fakes . %s"},
		}},
		{name: nameHundred, shape: hundred, rounds: 3, contenders: []contender{all, mockery(hundred), moq, mockgen}},
		{name: nameCheck, shape: hundred, contenders: []contender{check, all}},
		{name: nameGrowth, rounds: 5, contenders: []contender{
			growing("cbgen ./..., 10 packages", 10), growing(name100, 100), growing(name1000, 1000),
		}},
	}
}

// single are the contenders for one interface.
func single(imports []string, floor string) []contender {
	listed := []string{"."}
	if floor == floorOf {
		listed = imports
	}
	return []contender{
		cbgen,
		{name: floor, tool: "go", args: slices.Concat([]string{"go", "list", "-export", "-deps"}, listed)},
		stringer,
		mockery(shape{packages: 1, interfaces: 1}),
		{name: "moq", tool: "moq", args: []string{"moq", "-out", "moq.go", ".", "Client"}},
		{name: "mockgen -source", tool: "mockgen", args: []string{"mockgen", "-source", "client.go", "-destination", "../mocks/mocks.go"}},
		{name: "counterfeiter", tool: "counterfeiter", args: []string{"counterfeiter", "-o", "../fakes", ".", "Client"}},
	}
}

// cold are the contenders for one interface when nothing is compiled.
func cold() []contender {
	return []contender{cbgen, {name: fromSource, tool: "self", args: []string{"self", "-load", "."}}}
}

func growing(name string, packages int) contender {
	return contender{
		name: name, tool: "cbgen", args: []string{"cbgen", "./..."}, line: cbgenLine, all: true,
		shape: &shape{packages: packages, interfaces: 1},
	}
}

// mockery has a configuration file, and runs once for all.
func mockery(s shape) contender {
	config := "all: true\ndir: 'mocks/{{.SrcPackageName}}'\npkgname: mocks\nfilename: '{{.InterfaceName}}.go'\ntemplate: testify\nformatter: gofmt\npackages:\n"
	for _, name := range s.packageNames() {
		config += fmt.Sprintf("  example.com/bench/%s: {}\n", name)
	}
	return contender{name: "mockery", tool: "mockery", args: []string{"mockery"}, config: config, all: true}
}

// folder is where the contender is run in its module.
func (c contender) folder(module string, s shape) string {
	if c.all {
		return module
	}
	return filepath.Join(module, s.packageNames()[0])
}
