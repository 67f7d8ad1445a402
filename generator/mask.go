package generator

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

// mask hides the outputs in the folders of the runs from the go command, so that it does not
// matter whether they are stale, truncated or full of conflict markers. It returns a build flag,
// if one is needed, and what to do when the load is over. An Overlay of go/packages would do
// the same, but then that reads all dependencies from source, which takes far longer.
func mask(runs []*run) (flags []string, remove func(), err error) {
	if strings.Contains(os.Getenv("GOFLAGS"), "-overlay=") {
		return nil, nil, errors.New("load packages: -overlay in GOFLAGS would hide files from cbgen, which reads them from the disk, and needs this flag itself: remove it")
	}
	hidden := make(map[string]string)
	for _, r := range runs {
		for _, o := range r.folder.outputs {
			hidden[o.path] = "" // as if it were not there
		}
	}
	if len(hidden) == 0 {
		return nil, func() {}, nil
	}
	file, err := os.CreateTemp("", "cbgen-*.json")
	if err != nil {
		return nil, nil, fmt.Errorf("mask what was generated earlier: %w", err)
	}
	remove = func() { os.Remove(file.Name()) }
	err = json.NewEncoder(file).Encode(map[string]any{"Replace": hidden})
	if err := errors.Join(err, file.Close()); err != nil {
		remove()
		return nil, nil, fmt.Errorf("mask what was generated earlier: %w", err)
	}
	return []string{"-overlay=" + file.Name()}, remove, nil
}
