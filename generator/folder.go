package generator

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A folder is what has to be known of the package's folder before the package is loaded.
type folder struct {
	outputs []output        // what cbgen has written there
	asked   *requests       // what the //go:generate lines of its files ask for
	inTests map[string]bool // the types that its test files declare, built or not
	names   scope           // what the tests declare that are part of the package
}

// An output is a file that cbgen wrote.
type output struct {
	path    string
	content []byte
}

// readFolder reads the folder in which files with these names are to be written, if any names
// are given.
func readFolder(path string, outputNames []string) (*folder, error) {
	entries, err := os.ReadDir(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) { // of a folder that is not there, the go command says it better
		return nil, fmt.Errorf("read the package's folder: %w", err)
	}
	f := &folder{asked: newRequests(), inTests: make(map[string]bool), names: make(scope)}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".go" {
			continue
		}
		file := filepath.Join(path, entry.Name())
		content, err := os.ReadFile(file)
		if err != nil {
			continue // the go command says it better
		}
		isOurs := isOutput(entry.Name(), outputNames, content)
		if isOurs {
			f.outputs = append(f.outputs, output{file, content})
		}
		f.asked.addFile(content)
		if isTestFile(entry.Name()) && !isOurs {
			f.addTest(content)
		}
	}
	return f, nil
}

// addTest adds what a test file declares.
func (f *folder) addTest(content []byte) {
	file, _ := parser.ParseFile(token.NewFileSet(), "", content, parser.SkipObjectResolution)
	if file == nil {
		return // loading the file says what is wrong with it
	}
	for decl := range typeDeclarations(file) {
		f.inTests[decl.spec.Name.Name] = true
	}
	if !strings.HasSuffix(file.Name.Name, "_test") {
		f.names.addDeclarations(file)
	}
}

// declaresInTests reports whether a test file declares one of the types. Loading the tests too
// takes longer, and is rarely needed.
func (f *folder) declaresInTests(types []string) bool {
	return slices.ContainsFunc(types, func(name string) bool { return f.inTests[name] })
}

// isOutput reports whether cbgen wrote a file. One that is truncated to nothing is taken for
// ours only by its name.
func isOutput(name string, outputNames []string, content []byte) bool {
	if len(headerArguments(content)) > 0 {
		return true
	}
	isOurName := slices.Contains(outputNames, name) || strings.HasSuffix(name, "_cbgen.go") || strings.HasSuffix(name, "_cbgen_test.go")
	return isOurName && IsGenerated(content)
}
