package generator_test

import (
	"context"
	"flag"
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"

	"github.com/cbgen/cbgen/generator"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing them")

// TestGoldenFilesAreWhatIsGenerated runs the //go:generate line of every package in
// testdata, and type-checks what came out together with the packages and the runtime.
func TestGoldenFilesAreWhatIsGenerated(t *testing.T) {
	t.Setenv("GOOS", "linux") // the cases with constraints are for this platform
	t.Setenv("GOARCH", "amd64")

	var mu sync.Mutex
	generated := make(map[string][]byte)
	var tags []string
	forEachCase(t, func(t *testing.T, dir string) {
		cfg := readGenerateLine(t, dir)
		file := generateOne(t, cfg)
		compareWithGolden(t, filepath.Join("..", "golden", filepath.Base(dir)+".golden"), file.Content)

		require.True(t, generator.IsGenerated(file.Content), "cbgen must know its own")
		formatted, err := format.Source(file.Content)
		require.NoError(t, err)
		require.Equal(t, string(formatted), string(file.Content), "as gofmt would write it")
		mu.Lock()
		defer mu.Unlock()
		generated[file.Path] = file.Content
		if cfg.Tags != "" {
			tags = append(tags, cfg.Tags)
		}
	})
	requireCompiles(t, generated, strings.Join(tags, ","))
}

// forEachCase runs a test for each of the packages in testdata, several at a time: mostly they wait
// for the go command.
func forEachCase(t *testing.T, test func(t *testing.T, dir string)) {
	t.Run("case", func(t *testing.T) {
		for _, dir := range caseFolders(t) {
			t.Run(filepath.Base(dir), func(t *testing.T) {
				t.Parallel()
				test(t, dir)
			})
		}
	})
}

// caseFolders are the packages in testdata; what lies there in files is for other tests.
func caseFolders(t *testing.T) []string {
	entries, err := os.ReadDir(filepath.Join("..", "testdata"))
	require.NoError(t, err)
	var folders []string
	for _, entry := range entries {
		dir := filepath.Join("..", "testdata", entry.Name())
		if sources, _ := filepath.Glob(filepath.Join(dir, "*.go")); len(sources) > 0 {
			folders = append(folders, dir)
		}
	}
	require.NotEmpty(t, folders)
	return folders
}

// readGenerateLine is what the package's //go:generate line asks for.
func readGenerateLine(t *testing.T, dir string) generator.Config {
	sources, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	var args []string
	for _, source := range sources {
		content, err := os.ReadFile(source)
		require.NoError(t, err)
		for line := range strings.Lines(string(content)) {
			if after, ok := strings.CutPrefix(line, "//go:generate cbgen "); ok {
				require.Empty(t, args, "%s has a second //go:generate line", dir)
				args = strings.Fields(after)
			}
		}
	}
	require.NotEmpty(t, args, "%s has no //go:generate line", dir)
	return parseArgs(t, dir, args)
}

// parseArgs is the configuration for a command line in the folder.
func parseArgs(t *testing.T, dir string, args []string) generator.Config {
	cfg := generator.Config{Dir: dir}
	flags := flag.NewFlagSet("cbgen", flag.ContinueOnError)
	types := flags.String("type", "", "")
	flags.StringVar(&cfg.Policy, "policy", "", "")
	flags.StringVar(&cfg.Output, "output", "", "")
	flags.StringVar(&cfg.Tags, "tags", "", "")
	require.NoError(t, flags.Parse(args))
	cfg.Types = strings.Split(*types, ",")
	cfg.Package = flags.Arg(0)
	return cfg
}

func generateOne(t *testing.T, cfg generator.Config) generator.File {
	files, diagnostics, err := generator.Generate(context.Background(), cfg)
	require.NoError(t, err)
	require.Empty(t, diagnostics)
	require.Len(t, files, 1)
	return files[0]
}

func compareWithGolden(t *testing.T, path string, content []byte) {
	if *update {
		require.NoError(t, os.WriteFile(path, content, 0o644))
		return
	}
	golden, err := os.ReadFile(path)
	require.NoError(t, err, "run go test -update and read what it writes")
	require.Equal(t, string(golden), string(content))
}

// requireCompiles type-checks the packages of the generated files with these in their
// places, in one load, without writing anything.
func requireCompiles(t *testing.T, generated map[string][]byte, tags string) {
	var folders []string
	for path := range generated {
		folders = append(folders, filepath.Dir(path))
	}
	pkgs, err := packages.Load(&packages.Config{
		Mode:       packages.LoadSyntax,
		Tests:      true,
		Overlay:    generated,
		BuildFlags: []string{"-tags=" + tags},
	}, folders...)
	require.NoError(t, err)
	for _, pkg := range pkgs {
		for _, e := range pkg.Errors {
			t.Error(e)
		}
	}
}
