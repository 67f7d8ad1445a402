package generator

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"
)

// A prefetch reads export data from where it was in the last run, while the go command finds out
// where it is in this one: that is what most of a run waits for. It cannot be wrong. What has been
// read is taken only if the go command names the very same files, and in the build cache the name
// of a file is the hash of its content.
type prefetch struct {
	note   string // the file that keeps where the export data was
	was    []exportFile
	read   map[string]*types.Package // by path; all that was, if it is still there
	shared map[string]*types.Package // with those that they refer to
	done   chan struct{}
}

// An exportFile is where the export data of a package is.
type exportFile struct{ Path, File string }

// read adds the package to those that are shared, to which it may refer.
func (f exportFile) read(fset *token.FileSet, shared map[string]*types.Package) (*types.Package, error) {
	file, err := os.Open(f.File)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	//lint:ignore SA1019 until Go 1.28 the build cache has archives, which only this can read
	r, err := gcexportdata.NewReader(file)
	if err != nil {
		return nil, err
	}
	return gcexportdata.Read(r, fset, shared, f.Path)
}

// newPrefetch begins to read. It is nil without a folder for notes.
func newPrefetch(notes string, c *packages.Config, patterns []string) *prefetch {
	if notes == "" {
		return nil
	}
	p := &prefetch{
		note:   filepath.Join(notes, noteName(c, patterns)),
		read:   make(map[string]*types.Package),
		shared: make(map[string]*types.Package),
		done:   make(chan struct{}),
	}
	if note, err := os.ReadFile(p.note); err == nil {
		json.Unmarshal(note, &p.was) // a damaged one names files that are not current
	}
	go p.readAll(c.Fset)
	return p
}

// noteName is the same for the packages in each run.
func noteName(c *packages.Config, patterns []string) string {
	dir, _ := filepath.Abs(c.Dir)
	key := slices.Concat([]string{dir, fmt.Sprint(c.Tests)}, patterns)
	return fmt.Sprintf("%x.json", sha256.Sum256([]byte(strings.Join(key, "\x00"))))
}

func (p *prefetch) readAll(fset *token.FileSet) {
	defer close(p.done)
	for _, f := range p.was {
		pkg, err := f.read(fset, p.shared)
		if err != nil {
			return
		}
		p.read[f.Path] = pkg
	}
}

// take gives the packages what has been read for them, if it is what they have now.
func (p *prefetch) take(c *checker) {
	if p == nil || !p.isCurrent(c) {
		return
	}
	<-p.done
	if len(p.read) < len(p.was) {
		return
	}
	c.exported = p.shared
	for path, read := range p.read {
		c.byPath[path].Types = read
	}
}

func (p *prefetch) isCurrent(c *checker) bool {
	return !slices.ContainsFunc(p.was, func(f exportFile) bool {
		pkg := c.byPath[f.Path]
		return pkg == nil || pkg.ExportFile != f.File || c.isSource[pkg] || !hasHash.MatchString(f.File)
	})
}

// hasHash tells the names of the build cache from others, where a file may change its content.
var hasHash = regexp.MustCompile(`[/\\][0-9a-f]{64}-d$`)

// keep notes what has been needed this time. Without the note the next run reads later, no more.
func (p *prefetch) keep(c *checker) {
	if p == nil {
		return
	}
	var needed []exportFile
	for _, path := range slices.Sorted(maps.Keys(c.needed)) {
		needed = append(needed, exportFile{path, c.needed[path]})
	}
	if slices.Equal(needed, p.was) {
		return
	}
	note, err := json.Marshal(needed)
	if err == nil && os.MkdirAll(filepath.Dir(p.note), 0o755) == nil {
		forgetNotes(filepath.Dir(p.note))
		os.WriteFile(p.note, note, 0o644)
	}
}

// forgetNotes removes the notes of folders in which nothing has changed for a month, or that are
// not there any more.
func forgetNotes(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > 30*24*time.Hour {
			os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
}
