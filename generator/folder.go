package generator

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A folder is what has to be known of the package's folder before the package is loaded.
type folder struct {
	path    string
	outputs []output  // what cbgen has written there
	asked   *requests // what the //go:generate lines of its files ask for
}

// An output is a file that cbgen wrote.
type output struct {
	path    string
	content []byte
}

// readFolder reads the folder in which outputName is to be written, if it is not empty.
func readFolder(path, outputName string) (*folder, error) {
	entries, err := os.ReadDir(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) { // of a folder that is not there, the go command says it better
		return nil, fmt.Errorf("read the package's folder: %w", err)
	}
	f := &folder{path: path, asked: newRequests()}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".go" {
			continue
		}
		file := filepath.Join(path, entry.Name())
		content, err := os.ReadFile(file)
		if err != nil {
			continue // the go command says it better
		}
		if isOutput(entry.Name(), outputName, content) {
			f.outputs = append(f.outputs, output{file, content})
		}
		f.asked.addFile(content)
	}
	return f, nil
}

// isOutput reports whether cbgen wrote a file. One that is truncated to nothing is taken for
// ours only by its name.
func isOutput(name, outputName string, content []byte) bool {
	if len(headerArguments(content)) > 0 {
		return true
	}
	isOurName := name == outputName || strings.HasSuffix(name, "_cbgen.go") || strings.HasSuffix(name, "_cbgen_test.go")
	return isOurName && IsGenerated(content)
}

// mask hides the outputs from the load, so that it does not matter whether they are stale,
// truncated or full of conflict markers.
func (f *folder) mask() map[string][]byte {
	overlay := make(map[string][]byte)
	for _, o := range f.outputs {
		overlay[o.path] = []byte("//go:build cbgen && !cbgen\n\npackage masked\n")
	}
	return overlay
}
