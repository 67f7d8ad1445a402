package generator

import (
	"encoding/json"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

// A prefetching package is loaded again and again, with a folder for notes.
type prefetching struct{ dir, notes string }

func newPrefetching(t *testing.T) *prefetching {
	p := &prefetching{t.TempDir(), t.TempDir()}
	p.write(t, "go.mod", "module example.com/case\n\ngo 1.26.0\n")
	p.write(t, "client.go", "package client\n\nimport (\n\t\"net/http\"\n\t\"net/url\"\n)\n\n"+
		"type Client interface{ Do(*http.Request, *url.URL) error }\n")
	require.NoError(t, exec.CommandContext(t.Context(), "go", "list", "-export", "net/http", "net/url").Run())
	return p
}

func (p *prefetching) write(t *testing.T, name, content string) {
	path := filepath.Join(p.dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o666))
}

// load reports whether net/http is as it was prefetched.
func (p *prefetching) load(t *testing.T) (pkg *loaded, taken bool) {
	c := packagesConfig(t.Context(), Config{Dir: p.dir})
	prefetch := newPrefetch(p.notes, c, []string{"."})
	pkgs, err := listDirect(c, []string{"."})
	require.NoError(t, err)
	require.NoError(t, check(c, pkgs, prefetch))
	require.Empty(t, pkgs[0].Errors)
	<-prefetch.done
	http := pkgs[0].Imports["net/http"].Types
	require.True(t, http.Complete())
	return pkgs[0], http == prefetch.read["net/http"]
}

func (p *prefetching) note(t *testing.T) string {
	names, err := filepath.Glob(filepath.Join(p.notes, "*"))
	require.NoError(t, err)
	require.Len(t, names, 1)
	return names[0]
}

// rewrite changes what the note says.
func (p *prefetching) rewrite(t *testing.T, change func([]exportFile) []exportFile) {
	note, err := os.ReadFile(p.note(t))
	require.NoError(t, err)
	var files []exportFile
	require.NoError(t, json.Unmarshal(note, &files))
	note, err = json.Marshal(change(files))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(p.note(t), note, 0o666))
}

func TestTheSecondRunTakesWhatItHasPrefetched(t *testing.T) {
	p := newPrefetching(t)
	_, taken := p.load(t)
	require.False(t, taken, "there was no note")
	pkg, taken := p.load(t)
	require.True(t, taken)
	require.Same(t, pkg.Imports["net/url"].Types, urlOf(pkg.Imports["net/http"]), "one package is one")
}

// urlOf is net/url as net/http knows it.
func urlOf(pkg *packages.Package) any {
	for _, imported := range pkg.Types.Imports() {
		if imported.Path() == "net/url" {
			return imported
		}
	}
	return nil
}

func TestWhatIsNotCurrentIsNotTaken(t *testing.T) {
	for name, change := range map[string]func([]exportFile) []exportFile{
		"another file": func(files []exportFile) []exportFile {
			files[0].File = files[1].File
			return files
		},
		"a file that is gone": func(files []exportFile) []exportFile {
			files[0].File += "-gone"
			return files
		},
		"a package that is not imported": func(files []exportFile) []exportFile {
			return append(files, exportFile{"net/mail", files[0].File})
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPrefetching(t)
			p.load(t)
			p.rewrite(t, change)
			_, taken := p.load(t)
			require.False(t, taken)
			_, taken = p.load(t)
			require.True(t, taken, "the note is right again")
		})
	}
}

func TestWhatIsReadFromSourceIsNotTaken(t *testing.T) {
	pkg := &packages.Package{PkgPath: "p", ExportFile: inCache}
	c := &checker{byPath: map[string]*packages.Package{"p": pkg}, isSource: make(map[*packages.Package]bool)}
	p := &prefetch{was: []exportFile{{"p", inCache}}}
	require.True(t, p.isCurrent(c))
	c.isSource[pkg] = true
	require.False(t, p.isCurrent(c), "it has an import that is not in the build cache")
}

// inCache is the name of a file in the build cache.
var inCache = filepath.Join("cache", "c0", "c0"+strings.Repeat("1f", 31)+"-d")

func TestWhatMayChangeUnderItsNameIsNotTaken(t *testing.T) {
	pkg := &packages.Package{PkgPath: "p", ExportFile: "/usr/lib/go/pkg/linux_amd64/p.a"}
	c := &checker{byPath: map[string]*packages.Package{"p": pkg}}
	p := &prefetch{was: []exportFile{{"p", pkg.ExportFile}}}
	require.False(t, p.isCurrent(c))
}

func TestNothingIsTakenIfNotAllCouldBeRead(t *testing.T) {
	pkg := &packages.Package{PkgPath: "p", ExportFile: inCache}
	c := &checker{byPath: map[string]*packages.Package{"p": pkg}}
	p := &prefetch{was: []exportFile{{"p", inCache}}, done: make(chan struct{}), shared: make(map[string]*types.Package)}
	close(p.done)
	p.take(c)
	require.Nil(t, c.exported)
}

func TestADamagedNoteDoesNoHarm(t *testing.T) {
	p := newPrefetching(t)
	p.load(t)
	require.NoError(t, os.WriteFile(p.note(t), []byte(`[{"Path":"net/http","File":3}`), 0o666))
	_, taken := p.load(t)
	require.False(t, taken)
}

func TestWhatHasChangedBehindANoteIsSeen(t *testing.T) {
	p := newPrefetching(t)
	p.write(t, "stock/stock.go", "package stock\n\ntype Store interface{ Find() error }\n")
	p.write(t, "client.go", "package client\n\nimport \"example.com/case/stock\"\n\ntype Client interface{ stock.Store }\n")
	generateOnce := func() string {
		build := exec.CommandContext(t.Context(), "go", "build", "./stock")
		build.Dir = p.dir
		require.NoError(t, build.Run())
		files, _, err := Generate(t.Context(), Config{Dir: p.dir, Types: []string{"Client"}, Notes: p.notes})
		require.NoError(t, err)
		require.Len(t, files, 1)
		return string(files[0].Content)
	}
	first := generateOnce()
	require.Equal(t, first, generateOnce())
	p.write(t, "stock/stock.go", "package stock\n\ntype Store interface{ Find() error; Remove() error }\n")
	require.True(t, strings.Contains(generateOnce(), ") Remove() "))
}
